package io.tidegate.admin.config.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lies in the folder at one look: each {@code .cfg} file with its size and time. Files whose
 * name begins with a dot are an editor's.
 *
 * @param files by PID
 */
record Snapshot(Map<String, Stamp> files) {
  static final Snapshot EMPTY = new Snapshot(Map.of());
  static final String SUFFIX = ".cfg";

  /** A file's outside: when two looks see the same one, nobody is writing it. */
  record Stamp(long size, long modifiedNanos, Object fileKey) {}

  /** An absent folder is an empty one. */
  static Snapshot of(Path folder) throws IOException {
    Map<String, Stamp> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return EMPTY;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.startsWith(".")) {
          stamp(name.substring(0, name.length() - SUFFIX.length()), entry, files);
        }
      }
    }
    return new Snapshot(files);
  }

  private static void stamp(String pid, Path file, Map<String, Stamp> files) throws IOException {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      if (is.isRegularFile()) {
        long nanos = is.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS);
        files.put(pid, new Stamp(is.size(), nanos, String.valueOf(is.fileKey())));
      }
    } catch (NoSuchFileException e) {
      // gone between the listing and the look: not in this snapshot
      files.remove(pid);
    }
  }
}
