package io.tidegate.admin.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.PosixFilePermissions;

/** Who may look into the folders of a home that was unpacked. */
final class Folders {
  private static final int OWNER = 0700;
  private static final int GROUP_TOO = 0750;

  private Folders() {}

  /** As they were, but nobody else ever may, and nobody but the owner writes. */
  static void limit(Path home, Manifest manifest) throws IOException {
    Files.walkFileTree(
        home,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            String path = home.relativize(folder).toString();
            if (!path.isEmpty()) {
              int mode = manifest.folders().getOrDefault(path, usual(folder));
              Files.setPosixFilePermissions(
                  folder,
                  PosixFilePermissions.fromString(
                      (mode & 0050) == 0050 ? "rwxr-x---" : "rwx------"));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Of backups that do not say. */
  private static int usual(Path folder) {
    return folder.getFileName().toString().equals("secrets") ? OWNER : GROUP_TOO;
  }
}
