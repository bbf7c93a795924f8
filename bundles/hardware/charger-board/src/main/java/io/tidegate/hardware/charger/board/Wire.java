package io.tidegate.hardware.charger.board;

import java.io.Closeable;
import java.io.IOException;

/** An open line to a board. One thread reads, any writes. */
interface Wire extends Closeable {

  /**
   * Waits a moment for bytes.
   *
   * @return how many; 0 when none came in time
   * @throws IOException when the line is gone
   */
  int read(byte[] into) throws IOException;

  void write(byte[] bytes) throws IOException;

  /** How long {@link #read} waits at most. */
  int WAIT_MS = 50;
}
