package io.tidegate.codec.release;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a signature is for: goes before the document, so that none is good for another use. */
public enum Purpose {
  RELEASE("tidegate release 1\n"),
  ROOT("tidegate root 1\n"),
  PERMIT("tidegate permit 1\n");

  private final String prefix;

  Purpose(String prefix) {
    this.prefix = prefix;
  }

  /** The bytes that are signed. */
  public byte[] message(byte[] document) {
    byte[] before = prefix.getBytes(StandardCharsets.US_ASCII);
    byte[] message = Arrays.copyOf(before, before.length + document.length);
    System.arraycopy(document, 0, message, before.length, document.length);
    return message;
  }
}
