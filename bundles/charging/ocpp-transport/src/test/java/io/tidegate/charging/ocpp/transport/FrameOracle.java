package io.tidegate.charging.ocpp.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A second reader of a client's frames, plain and slow, straight from RFC 6455 §5: what the first
 * one is compared with.
 *
 * @param messages texts that were whole before the end or the first violation
 * @param code of the close frame that is sent; 0 when none is
 */
record FrameOracle(List<String> messages, int code) {
  static FrameOracle read(byte[] wire, int longest, int mostFragments) {
    Reader reader = new Reader(ByteBuffer.wrap(wire), longest, mostFragments);
    int code = 0;
    while (code == 0 && reader.wire.hasRemaining()) {
      int next = reader.frame();
      if (next == Reader.INCOMPLETE) {
        break;
      }
      code = next;
    }
    return new FrameOracle(List.copyOf(reader.messages), code);
  }

  private static final class Reader {
    static final int INCOMPLETE = -1;

    private final ByteBuffer wire;
    private final int longest;
    private final int mostFragments;
    private final List<String> messages = new ArrayList<>();
    private ByteArrayOutputStream message;
    private int fragments;

    Reader(ByteBuffer wire, int longest, int mostFragments) {
      this.wire = wire;
      this.longest = longest;
      this.mostFragments = mostFragments;
    }

    /** Reads one: a close code, 0, or {@link #INCOMPLETE}. */
    int frame() {
      if (wire.remaining() < 2) {
        return INCOMPLETE;
      }
      int head = wire.get() & 0xff;
      int second = wire.get() & 0xff;
      int opcode = head & 0xf;
      boolean last = (head & 0x80) != 0;
      if (!allowed(head, second)) {
        return 1002;
      }
      long length = length(second & 0x7f);
      if (length == INCOMPLETE) {
        return INCOMPLETE;
      }
      if (length < 0) {
        return 1002;
      }
      if (length > longest) {
        return 1009;
      }
      if (wire.remaining() < 4 + length) {
        return INCOMPLETE;
      }
      byte[] payload = payload((int) length);
      return switch (opcode) {
        case 8 -> close(payload);
        case 9, 10 -> 0;
        case 2 -> 1003;
        default -> text(last, payload);
      };
    }

    private boolean allowed(int head, int second) {
      int opcode = head & 0xf;
      boolean last = (head & 0x80) != 0;
      boolean masked = (second & 0x80) != 0;
      if ((head & 0x70) != 0 || !masked) {
        return false;
      }
      if (opcode >= 8) {
        int length = second & 0x7f;
        return opcode <= 10 && last && length <= 125 && !(opcode == 8 && length == 1);
      }
      return opcode <= 2 && (opcode == 0) == (message != null);
    }

    /** A length that was not written in the shortest way is less than 0. */
    private long length(int small) {
      if (small < 126) {
        return small;
      }
      if (wire.remaining() < (small == 126 ? 2 : 8)) {
        return INCOMPLETE;
      }
      long length = small == 126 ? wire.getShort() & 0xffff : wire.getLong();
      return length < (small == 126 ? 126 : 65_536) ? -2 : length;
    }

    private byte[] payload(int length) {
      byte[] key = new byte[4];
      wire.get(key);
      byte[] payload = new byte[length];
      wire.get(payload);
      for (int i = 0; i < length; i++) {
        payload[i] ^= key[i % 4];
      }
      return payload;
    }

    private int close(byte[] payload) {
      if (payload.length == 0) {
        return 1000;
      }
      int code = ByteBuffer.wrap(payload).getShort() & 0xffff;
      boolean known =
          (code >= 1000 && code <= 1003)
              || (code >= 1007 && code <= 1014)
              || (code >= 3000 && code <= 4999);
      // of two faults the standard says not which comes first: ours are found in this order
      if (!known && code < 5000) {
        return 1002;
      }
      if (text(payload, 2) == null) {
        return 1007;
      }
      return known ? code : 1002;
    }

    private int text(boolean last, byte[] payload) {
      if (message == null && last) {
        return whole(payload);
      }
      if (message == null) {
        message = new ByteArrayOutputStream();
        fragments = 0;
      }
      if (message.size() + payload.length > longest) {
        return 1009;
      }
      if (++fragments > mostFragments) {
        return 1008;
      }
      message.writeBytes(payload);
      if (last) {
        byte[] bytes = message.toByteArray();
        message = null;
        return whole(bytes);
      }
      return 0;
    }

    private int whole(byte[] bytes) {
      String text = text(bytes, 0);
      if (text == null) {
        return 1007;
      }
      messages.add(text);
      return 0;
    }

    private static String text(byte[] bytes, int from) {
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
            .toString();
      } catch (CharacterCodingException e) {
        return null;
      }
    }
  }
}
