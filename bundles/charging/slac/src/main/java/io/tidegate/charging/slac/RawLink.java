package io.tidegate.charging.slac;

import io.tidegate.codec.slac.MacAddress;
import java.io.IOException;

/** Ethernet frames of type 0x88E1 on one interface. One thread; never blocks. */
interface RawLink extends AutoCloseable {
  /** Ours on this interface. */
  MacAddress address();

  /** Throws when the interface does not take it; nothing is kept. */
  void send(byte[] frame) throws IOException;

  /** The next frame, into the buffer; its length, 0 when there is none. */
  int receive(byte[] buffer) throws IOException;

  @Override
  void close();
}
