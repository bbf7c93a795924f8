package io.tidegate.admin.updates.work;

import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.codec.release.ReleaseRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes a release of an archive: believes it or not, and takes its bundles into the store. */
public interface Opener {

  /**
   * @throws UpdateRefusedException when it is not good enough
   * @throws IOException when it cannot be read, or its bundles cannot be written
   */
  Release open(Path archive, State state) throws UpdateRefusedException, IOException;

  /**
   * Which others a release in force said that it needs.
   *
   * @throws IOException when what was kept of it cannot be read
   */
  List<ReleaseRange> needs(Release release) throws IOException;
}
