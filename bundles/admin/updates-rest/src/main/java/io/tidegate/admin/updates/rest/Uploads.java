package io.tidegate.admin.updates.rest;

import io.tidegate.api.operation.Endpoint.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Archives that come as a request's body, one at a time: into a file below the home, of which the
 * updater makes its own copy. Any thread.
 */
final class Uploads {
  /** Longest archive, bytes: what a release may have, and what tells of its entries. */
  static final long MOST = (512L << 20) + (2L << 20);

  static final Set<String> TYPES =
      Set.of("application/octet-stream", "application/vnd.osgi.dp", "application/zip");

  /** Left free on the disk, bytes. */
  private static final long RESERVE = 64L << 20;

  private static final int PIECE = 1 << 16;
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

  /** As a thread may be held for this long, it has to be worth it: bytes a second, at least. */
  private static final long SLOWEST = 4 << 10;

  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Path folder;
  private final long most;
  private final Semaphore door = new Semaphore(1);
  private volatile boolean closed;

  Uploads(Path folder, long most) {
    this.folder = folder;
    this.most = most;
  }

  Path folder() {
    return folder;
  }

  /** Ends what is under way with its next piece. */
  void close() {
    closed = true;
  }

  /**
   * Takes a body in.
   *
   * @param sha256 what it must have, when the sender says it
   * @return a file that the caller deletes
   * @throws Refusal when it is too long, too slow, damaged, or there is no room for it
   */
  Path take(InputStream body, Optional<String> sha256) throws IOException {
    if (!door.tryAcquire()) {
      throw new Refusal(409, "BUSY", "Another archive is being sent.");
    }
    Path file = null;
    boolean good = false;
    try (InputStream in = body) {
      Files.createDirectories(folder);
      sweep();
      file = Files.createTempFile(folder, "upload-", ".dp");
      String digest = write(in, file);
      if (sha256.isPresent() && !sha256.get().toLowerCase(Locale.ROOT).equals(digest)) {
        throw new Refusal(422, "INVALID_FIELD", "The archive has another SHA-256.", "sha256");
      }
      good = true;
      return file;
    } finally {
      door.release();
      if (!good && file != null) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** What a gateway left that was killed: nothing of now is as old. */
  private void sweep() throws IOException {
    Instant old = Instant.now().minus(2, ChronoUnit.HOURS);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "upload-*.dp")) {
      for (Path file : left) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private String write(InputStream in, Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] piece = new byte[PIECE];
    long begun = System.nanoTime();
    long length = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int count = read(in, piece); count >= 0; count = read(in, piece)) {
        length += count;
        check(length, System.nanoTime() - begun);
        digest.update(piece, 0, count);
        out.write(piece, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static int read(InputStream in, byte[] piece) {
    try {
      return in.read(piece);
    } catch (IOException e) {
      // idle for too long, or gone: then nobody reads the answer
      throw new Refusal(408, "TOO_SLOW", "The archive stopped coming.");
    }
  }

  private void check(long length, long nanos) throws IOException {
    if (closed) {
      throw new Refusal(503, "UNAVAILABLE", "The gateway is stopping.");
    }
    if (length > most) {
      throw new Refusal(413, "OVERSIZED", "The archive is longer than a release may be.");
    }
    boolean slow = nanos > GRACE_NANOS && length / TimeUnit.NANOSECONDS.toSeconds(nanos) < SLOWEST;
    if (slow || nanos > LONGEST_NANOS) {
      throw new Refusal(408, "TOO_SLOW", "The archive comes too slowly; give its address instead.");
    }
    if (Files.getFileStore(folder).getUsableSpace() < RESERVE) {
      throw new Refusal(507, "DISK_FULL", "The disk has no room for the archive.");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
