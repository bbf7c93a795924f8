package io.tidegate.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** The journal of a home that somebody has named: a gateway may be running on it, or none. */
final class NamedJournal implements LiveJournal {
  private final Path home;
  private final JournalFile file;
  private final Archive archive;

  /**
   * @param own the tool's own home, for what it unpacks
   * @param home the gateway's
   */
  NamedJournal(Path own, Path home) {
    this.home = home;
    file = new JournalFile(home, Clock.systemUTC(), JournalFile::freeOn);
    archive = new Archive(own, file.path());
  }

  Archive archive() {
    return archive;
  }

  @Override
  public Path file() {
    return file.path();
  }

  @Override
  public Path restore(Path source) throws IOException {
    if (!Files.isDirectory(home.resolve("data"))) {
      throw new IOException(home + " is no home of a gateway: it has no data folder");
    }
    Path prepared = archive.prepareRestore(source);
    try {
      return file.replace(prepared);
    } finally {
      Files.deleteIfExists(prepared);
      file.release();
    }
  }
}
