package io.tidegate.admin.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The first line of a file that nobody else may read. */
final class Password {
  private static final int SHORTEST = 8;
  private static final int MOST_BYTES = 4_096;

  private Password() {}

  static char[] read(Path file) throws IOException {
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
    if (granted.contains(PosixFilePermission.GROUP_READ)
        || granted.contains(PosixFilePermission.OTHERS_READ)) {
      throw new IOException("others may read " + file + ": give it mode 0600");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file + " is too long for a password's file");
    }
    String line = Files.readString(file).lines().findFirst().orElse("");
    if (line.length() < SHORTEST) {
      throw new IOException(
          "the first line of %s must be a password of at least %d characters"
              .formatted(file, SHORTEST));
    }
    return line.toCharArray();
  }
}
