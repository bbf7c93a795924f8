package io.tidegate.admin.updates.work;

import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.api.update.UpdateRefusedException;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a release of an archive: believes it or not, and takes its bundles into the store. */
@FunctionalInterface
public interface Opener {

  /**
   * @throws UpdateRefusedException when it is not good enough
   * @throws IOException when it cannot be read, or its bundles cannot be written
   */
  Release open(Path archive, State state) throws UpdateRefusedException, IOException;
}
