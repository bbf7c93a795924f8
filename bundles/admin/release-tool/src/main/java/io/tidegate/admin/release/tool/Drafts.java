package io.tidegate.admin.release.tool;

import io.tidegate.codec.release.Refusal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that are there as a whole or not at all. */
final class Drafts {
  private Drafts() {}

  /** What is written into a file. */
  @FunctionalInterface
  interface Content {
    void write(OutputStream to) throws IOException, Refusal;
  }

  static void write(Path file, Content content) throws IOException, Refusal {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path draft = Files.createTempFile(absolute.getParent(), ".release", ".draft");
    try {
      try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(draft))) {
        content.write(to);
      } catch (FileSystemException e) {
        throw e; // names its file
      } catch (IOException e) {
        throw new IOException(file.getFileName() + " was not made: " + e.getMessage(), e);
      }
      // a draft is its owner's alone: what is published is for everybody
      if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(
            draft, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      }
      Files.move(
          draft, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
