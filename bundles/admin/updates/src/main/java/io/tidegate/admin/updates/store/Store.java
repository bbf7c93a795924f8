package io.tidegate.admin.updates.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Jars by the digest of their content: what has a name here is whole and is what its name says. The
 * framework uses them where they lie. Used by one thread.
 */
public final class Store {
  private static final String LOCATION = "reference:";
  private static final int BUFFER = 65_536;

  private final Path folder;

  public Store(Path folder) {
    this.folder = folder;
  }

  /** Where a jar lies, or would. */
  public Path jar(String sha256) {
    return folder.resolve(sha256 + ".jar");
  }

  /** Location under which the framework installs a jar that is here. */
  public String location(String sha256) {
    return locationOf(jar(sha256));
  }

  /** Location under which the framework uses a jar where it lies; the launcher's is the same. */
  public static String locationOf(Path jar) {
    return LOCATION + jar.toUri();
  }

  /** Whether a jar is here and is still what it was. */
  public boolean sound(String sha256) throws IOException {
    try {
      return digest(jar(sha256)).equals(sha256);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Writes a jar.
   *
   * @param <E> what it may fail with beside
   */
  @FunctionalInterface
  public interface Source<E extends Exception> {
    void copy(OutputStream to) throws E, IOException;
  }

  /**
   * Takes a jar in.
   *
   * @throws IOException also when its digest is another one, or it is longer than announced
   */
  public <E extends Exception> void put(Source<E> source, String sha256, long length)
      throws E, IOException {
    Durable.folder(folder);
    Path draft = folder.resolve(sha256 + ".new");
    MessageDigest digest = sha256();
    try (FileChannel channel = Durable.draft(draft);
        OutputStream out =
            new DigestOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER), digest)) {
      source.copy(out);
      out.flush();
      channel.force(true);
    }
    if (Files.size(draft) != length || !HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      Files.delete(draft);
      throw new IOException("not what its digest " + sha256 + " says");
    }
    Durable.move(draft, jar(sha256));
  }

  /** Deletes what is not needed any more, with drafts that were never finished. */
  public void keep(Set<String> digests) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (!name.endsWith(".jar") || !digests.contains(name.substring(0, name.length() - 4))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** SHA-256 of a file, 64 hexadecimal digits. */
  public static String digest(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
