package io.tidegate.itests.peers.powercut;

import java.io.IOException;

/** A block device as a computer sees it. Implementations are thread-safe. */
interface Disk {
  /** Bytes. */
  long size();

  /** What was written last, durable or not. */
  byte[] read(long offset, int length) throws IOException;

  /**
   * Takes bytes; they may be lost until the next flush.
   *
   * @param through returns only when they are durable (FUA)
   */
  void write(long offset, byte[] bytes, boolean through) throws IOException;

  /** Returns when everything that was written before is durable. */
  void flush() throws IOException;
}
