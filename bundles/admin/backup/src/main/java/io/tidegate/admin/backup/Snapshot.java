package io.tidegate.admin.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files of a home at one moment, though a gateway may be writing: all are read and digested,
 * then all are copied and digested again, and the list must be the same. If so, there was a moment
 * between in which all of them were as copied; if not, it is tried again.
 */
final class Snapshot {
  /** The journal is copied through SQLite. What was put aside, or is being written, is no part. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "data/journal\\.db.*|.*\\.(?:part|new|tmp)|.*/\\.[^/]*\\.swp|data/updates/work/.*");

  static final String JOURNAL = "data/journal.db";

  private Snapshot() {}

  /** A file was another the second time. */
  static final class ChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedException(String path) {
      super(path + " changes while it is copied");
    }
  }

  /** All files below {@code config} and {@code data}, by their names, with digests. */
  static List<Manifest.Item> of(Path home) throws IOException {
    Map<String, Manifest.Item> items = new TreeMap<>();
    for (String folder : List.of("config", "data")) {
      Path root = home.resolve(folder);
      if (Files.isDirectory(root)) {
        Files.walkFileTree(root, new Walk(home, items));
      }
    }
    return List.copyOf(items.values());
  }

  /** Permissions of all folders below {@code config} and {@code data}, and of these. */
  static Map<String, Integer> folders(Path home) throws IOException {
    Map<String, Integer> modes = new TreeMap<>();
    for (String folder : List.of("config", "data")) {
      Path root = home.resolve(folder);
      if (!Files.isDirectory(root)) {
        continue;
      }
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
                throws IOException {
              String path = home.relativize(each).toString();
              if (Manifest.isFolder(path)) {
                modes.put(path, mode(each));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path each, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                throw new ChangedException(home.relativize(each).toString());
              }
              throw failure;
            }
          });
    }
    return modes;
  }

  /** One file as it is now. */
  static Manifest.Item item(Path file, String path) throws IOException {
    MessageDigest sha = sha256();
    long length = copy(file, OutputStream.nullOutputStream(), sha);
    return new Manifest.Item(path, length, HexFormat.of().formatHex(sha.digest()), mode(file));
  }

  /**
   * @throws ChangedException when it is not what it was
   */
  static void copy(Path file, Manifest.Item expected, OutputStream out) throws IOException {
    MessageDigest sha = sha256();
    long length;
    try {
      length = copy(file, out, sha);
    } catch (NoSuchFileException e) {
      throw new ChangedException(expected.path());
    }
    if (length != expected.length()
        || !HexFormat.of().formatHex(sha.digest()).equals(expected.sha256())) {
      throw new ChangedException(expected.path());
    }
  }

  private static long copy(Path file, OutputStream out, MessageDigest sha) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long length = 0;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha.update(buffer, 0, read);
        out.write(buffer, 0, read);
        length += read;
      }
    }
    return length;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static int mode(Path file) throws IOException {
    Set<PosixFilePermission> granted =
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    int mode = 0;
    for (PosixFilePermission one : PosixFilePermission.values()) {
      mode = mode << 1 | (granted.contains(one) ? 1 : 0);
    }
    return mode;
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path home;
    private final Map<String, Manifest.Item> items;

    Walk(Path home, Map<String, Manifest.Item> items) {
      this.home = home;
      this.items = items;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = home.relativize(file).toString();
      if (LEFT_OUT.matcher(path).matches()) {
        return FileVisitResult.CONTINUE;
      }
      if (!attributes.isRegularFile()) {
        throw new IOException(
            file
                + " is a link or a special file: a backup cannot hold it; put the file itself there");
      }
      try {
        items.put(path, item(file, path));
      } catch (NoSuchFileException e) {
        throw new ChangedException(path);
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        throw new ChangedException(home.relativize(file).toString());
      }
      throw failure;
    }
  }
}
