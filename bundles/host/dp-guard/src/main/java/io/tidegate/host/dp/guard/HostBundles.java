package io.tidegate.host.dp.guard;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The bundles of a package, as a DeploymentAdmin has just installed them. */
interface HostBundles {
  /** The version that is installed; empty if there is none of that name in a package. */
  Optional<String> version(String symbolicName);

  /**
   * Digest of all that is in it.
   *
   * @throws IOException if it cannot be read
   */
  String contents(String symbolicName) throws IOException;

  /** Why some would not start, a sentence each; empty when all can. */
  List<String> unresolved(Collection<String> symbolicNames);
}
