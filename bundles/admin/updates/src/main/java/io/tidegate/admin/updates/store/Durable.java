package io.tidegate.admin.updates.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that are there whole or not at all, whatever happens to the power. */
public final class Durable {
  private Durable() {}

  /** Makes a folder, with those above it, readable by the owner and the group only. */
  public static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      folder(folder.getParent());
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
      flush(folder.getParent());
    }
  }

  /** Replaces a file. When this returns the new content is on the disk. */
  public static void write(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
      for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
        channel.write(rest);
      }
      channel.force(true);
    }
    move(draft, file);
  }

  /** Gives a file that is whole, and flushed, its name. */
  static void move(Path draft, Path file) throws IOException {
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    flush(file.getParent());
  }

  /** Flushes the names in a folder. */
  static void flush(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
