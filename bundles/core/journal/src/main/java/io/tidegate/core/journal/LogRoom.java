package io.tidegate.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lengthens SQLite's log with zeros beside the commits, a slice a second, up to the length at which
 * it is moved into the file. A commit into a file that grows also has to synchronise the file
 * system's own records. What lies behind the last valid frame means nothing to SQLite: after each
 * move old frames lie there. Only the writer thread, between transactions.
 */
final class LogRoom {
  private static final Logger LOG = LoggerFactory.getLogger(LogRoom.class);
  static final int SLICE_BYTES = 1 << 20;

  /** A header, then a page and its frame's head each (SQLite file format, 4). */
  static final long FULL_BYTES = 32 + Store.LOG_PAGES * (4096L + 24);

  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path log;
  private long last = System.nanoTime();
  private boolean refused;

  /**
   * @param journal the file that the log belongs to
   */
  LogRoom(Path journal) {
    log = journal.resolveSibling(journal.getFileName() + "-wal");
  }

  /**
   * Adds a slice when its time has come.
   *
   * @param spareBytes free space that nobody else counts on
   */
  void extend(long spareBytes) {
    long now = System.nanoTime();
    if (refused || now - last < PERIOD_NANOS || spareBytes < 2 * FULL_BYTES) {
      return;
    }
    last = now;
    try {
      long length = Files.exists(log) ? Files.size(log) : 0;
      if (length > 0 && length < FULL_BYTES) {
        append(length, (int) Math.min(SLICE_BYTES, FULL_BYTES - length));
      }
    } catch (IOException e) {
      // nothing depends on it
      refused = true;
      LOG.info("{} grows with its commits: {}", log, e.toString());
    }
  }

  private void append(long at, int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(bytes);
      while (zeros.hasRemaining()) {
        channel.write(zeros, at + zeros.position());
      }
      channel.force(true);
    }
  }
}
