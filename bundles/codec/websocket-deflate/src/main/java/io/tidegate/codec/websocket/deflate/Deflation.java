package io.tidegate.codec.websocket.deflate;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses and inflates whole messages, each by itself (RFC 7692 §7.2 without context takeover).
 * For one thread at a time; holds native memory until it is closed.
 */
public final class Deflation implements AutoCloseable {
  /** Bytes that a message may inflate to however short it is. */
  public static final int FREE_BYTES = 16 * 1024;

  /** Times its compressed length that a message may inflate to. */
  public static final int MOST_RATIO = 100;

  private static final int SMALLEST_BUFFER = 512;
  private static final int USUAL_RATIO = 4;

  /** Ends every message; not sent (RFC 7692 §7.2.1). */
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final Inflater inflater = new Inflater(true);

  /** Compressed form of a message; empty when it would not be shorter. */
  public Optional<byte[]> deflate(byte[] message) {
    deflater.reset();
    deflater.setInput(message);
    byte[] out = new byte[message.length + TAIL.length];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    boolean whole = length < out.length && length > TAIL.length;
    return whole && length - TAIL.length < message.length
        ? Optional.of(Arrays.copyOf(out, length - TAIL.length))
        : Optional.empty();
  }

  /**
   * The message of a compressed form.
   *
   * @param limit most bytes that it may have; it stops there, and at {@link #MOST_RATIO}
   * @throws DeflationException when it has more, or cannot be read
   */
  public byte[] inflate(byte[] compressed, int limit) throws DeflationException {
    int most = (int) Math.min(limit, Math.max(FREE_BYTES, (long) compressed.length * MOST_RATIO));
    Output output = new Output(most, compressed.length);
    inflater.reset();
    try {
      if (!feed(compressed, output)) {
        feed(TAIL, output);
      }
    } catch (DataFormatException e) {
      throw new DeflationException(false);
    }
    return Arrays.copyOf(output.bytes, output.length);
  }

  /** Inflates one piece of input; whether it ended with a last block. */
  private boolean feed(byte[] input, Output output) throws DataFormatException, DeflationException {
    inflater.setInput(input);
    while (true) {
      boolean full = output.fill(inflater);
      if (inflater.needsDictionary()) {
        throw new DeflationException(false);
      }
      if (inflater.finished()) {
        int rest = inflater.getRemaining();
        if (rest == 0) {
          return true;
        }
        // a last block within a message is allowed (§7.2.3.5): what follows begins anew
        inflater.reset();
        inflater.setInput(input, input.length - rest, rest);
      } else if (!full) {
        return false;
      }
    }
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
  }

  /** Grows to one byte more than the most. */
  private static final class Output {
    private final int most;
    private byte[] bytes;
    private int length;

    Output(int most, int compressed) {
      this.most = most;
      bytes =
          new byte
              [(int)
                  Math.min(most + 1L, Math.max(SMALLEST_BUFFER, (long) compressed * USUAL_RATIO))];
    }

    /** Takes what there is; whether there may be more. */
    boolean fill(Inflater inflater) throws DataFormatException, DeflationException {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(most + 1L, bytes.length * 2L));
      }
      length += inflater.inflate(bytes, length, bytes.length - length);
      if (length > most) {
        throw new DeflationException(true);
      }
      return length == bytes.length;
    }
  }
}
