package io.tidegate.core.journal;

import java.io.IOException;
import java.nio.file.Path;

/** The gateway's own journal file, for this bundle's tool. */
public interface LiveJournal {

  Path file();

  /**
   * Puts a copy of a backup in the place of the journal. Blocks.
   *
   * @return where the old file lies now
   * @throws IOException when the source is no sound journal, another gateway uses the home, or the
   *     disk is full; then nothing has changed
   */
  Path restore(Path source) throws IOException;
}
