package io.tidegate.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    Path data = home.resolve("data");
    if (!Files.isDirectory(data)) {
      if (!Files.isDirectory(home.resolve("config"))) {
        throw new IOException(home + " is no home of a gateway: it has no config and no data");
      }
      // a home that was only configured yet: its first start finds the journal
      Files.createDirectory(
          data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
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
