package io.tidegate.admin.release.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents in files of their own, which somebody may have named by mistake. */
final class Documents {
  /** As long as a document in an archive may be. */
  static final int MOST = 1 << 20;

  private Documents() {}

  static byte[] read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file.getFileName() + " is a folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        throw new IOException(file.getFileName() + " is too long: a document has 1 MiB at most");
      }
      return bytes;
    }
  }
}
