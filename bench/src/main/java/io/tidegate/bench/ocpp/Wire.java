package io.tidegate.bench.ocpp;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one connection, behind TLS or not. One thread; nothing blocks. */
interface Wire {
  /** Whether application bytes may pass: goes on with the handshake, if there is one. */
  boolean ready() throws IOException;

  /** Sends the bytes; what the socket does not take now goes with {@link #flush}. */
  void send(ByteBuffer bytes) throws IOException;

  /** Sends what is left; false while there is still something. */
  boolean flush() throws IOException;

  /**
   * Appends what has arrived.
   *
   * @return bytes, -1 at the end
   */
  int receive(ByteBuffer into) throws IOException;
}
