package io.tidegate.codec.charger.board;

import io.tidegate.codec.charger.board.BoardMessage.Flags;
import io.tidegate.codec.charger.board.BoardMessage.Rating;
import io.tidegate.codec.charger.board.BoardMessage.Result;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Bytes to frames, however they are cut. What is damaged, too long, of another version or unknown
 * is passed over and counted; the next frame is read as if nothing had been. Not thread-safe.
 */
public final class BoardReader {
  private static final int LONGEST_STUFFED = Layout.LONGEST + Layout.LONGEST / 254 + 2;

  private final byte[] stuffed = new byte[LONGEST_STUFFED];
  private final byte[] plain = new byte[LONGEST_STUFFED];
  private int length;
  private boolean tooLong;
  private long frames;
  private long damaged;
  private long unknown;

  /**
   * Reads on.
   *
   * @param found gets each whole frame, in order
   */
  public void feed(byte[] bytes, int count, Consumer<BoardFrame> found) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] != 0) {
        collect(bytes[i]);
      } else {
        end(found);
      }
    }
  }

  /** Frames that were good. */
  public long frames() {
    return frames;
  }

  /** Frames whose checksum, length or stuffing was wrong. */
  public long damaged() {
    return damaged;
  }

  /** Good frames of another version, or with a message that nobody here knows. */
  public long unknown() {
    return unknown;
  }

  private void collect(byte value) {
    if (length == stuffed.length) {
      tooLong = true;
    } else {
      stuffed[length++] = value;
    }
  }

  private void end(Consumer<BoardFrame> found) {
    int size = tooLong ? -1 : Stuffing.unstuff(stuffed, length, plain);
    boolean empty = length == 0;
    length = 0;
    tooLong = false;
    if (empty) {
      // marks may be sent at will, to end whatever noise stands before a frame
      return;
    }
    int body = size - Layout.CHECKSUM;
    if (body < Layout.HEAD || !sound(body)) {
      damaged++;
      return;
    }
    Optional<BoardFrame> frame = frame(ByteBuffer.wrap(plain, 0, body));
    if (frame.isPresent()) {
      frames++;
      found.accept(frame.get());
    } else {
      unknown++;
    }
  }

  private boolean sound(int body) {
    CRC32 sum = new CRC32();
    sum.update(plain, 0, body);
    return ByteBuffer.wrap(plain).getInt(body) == (int) sum.getValue();
  }

  private static Optional<BoardFrame> frame(ByteBuffer in) {
    if (in.get() != Layout.VERSION) {
      return Optional.empty();
    }
    int type = in.get() & 0xFF;
    int channel = in.get() & 0xFF;
    int sequence = in.getShort() & 0xFFFF;
    try {
      return message(type, in).map(message -> new BoardFrame(channel, sequence, message));
    } catch (BufferUnderflowException e) {
      // its checksum is right, so it was written short: not a message that we know
      return Optional.empty();
    }
  }

  /** Bytes behind what is known belong to newer boards. */
  private static Optional<BoardMessage> message(int type, ByteBuffer in) {
    return Optional.ofNullable(
        switch (type) {
          case Layout.HELLO -> new BoardMessage.Hello(unsigned16(in));
          case Layout.PILOT -> new BoardMessage.Pilot(unsigned16(in) / 100.0);
          case Layout.SWITCH -> new BoardMessage.Switch(bit(in), unsigned16(in));
          case Layout.LOCK -> new BoardMessage.Lock(bit(in));
          case Layout.OUTPUT ->
              new BoardMessage.Output(bit(in), milli(in), milli(in), unsigned16(in));
          case Layout.TEST -> new BoardMessage.TestInsulation();
          case Layout.ACK -> ack(in);
          case Layout.INFO -> info(in);
          case Layout.STATUS -> status(in);
          case Layout.METER -> meter(in);
          default -> null;
        });
  }

  private static BoardMessage ack(ByteBuffer in) {
    return new BoardMessage.Ack(unsigned16(in), Result.of(in.get() & 0xFF));
  }

  private static BoardMessage info(ByteBuffer in) {
    String serial = text(in);
    String firmware = text(in);
    String meter = text(in);
    boolean direct = bit(in);
    Rating rating = new Rating(milli(in), milli(in), milli(in), milli(in), 1_000 * milli(in));
    return new BoardMessage.Info(serial, firmware, meter, direct, rating);
  }

  private static BoardMessage status(ByteBuffer in) {
    long at = in.getInt() & 0xFFFF_FFFFL;
    double high = signed16(in) / 100;
    double low = signed16(in) / 100;
    double duty = unsigned16(in) / 100.0;
    int bits = unsigned16(in);
    Flags flags =
        new Flags(
            (bits & 1) != 0,
            (bits & 2) != 0,
            (bits & 4) != 0,
            (bits & 8) != 0,
            (bits & 16) != 0,
            (bits & 32) != 0,
            (bits & 64) != 0);
    double volts = milli(in);
    double amps = milli(in);
    int ohms = in.getInt();
    return new BoardMessage.Status(
        at,
        high,
        low,
        duty,
        flags,
        volts,
        amps,
        ohms == -1 ? Double.NaN : ohms & 0xFFFF_FFFFL,
        signed16(in) / 10);
  }

  private static BoardMessage meter(ByteBuffer in) {
    double imported = in.getLong() / 1_000.0;
    double exported = in.getLong() / 1_000.0;
    double power = 1_000 * milli(in);
    byte[] signature = new byte[Math.min(unsigned16(in), Layout.SIGNATURE)];
    in.get(signature);
    return new BoardMessage.Meter(
        Math.max(0, imported),
        Math.max(0, exported),
        power,
        Optional.of(new String(signature, StandardCharsets.US_ASCII)).filter(s -> !s.isEmpty()));
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[Math.min(in.get() & 0xFF, Layout.NAME)];
    in.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static boolean bit(ByteBuffer in) {
    return in.get() != 0;
  }

  private static int unsigned16(ByteBuffer in) {
    return in.getShort() & 0xFFFF;
  }

  private static double signed16(ByteBuffer in) {
    short value = in.getShort();
    return value == Short.MIN_VALUE ? Double.NaN : value;
  }

  private static double milli(ByteBuffer in) {
    int value = in.getInt();
    return value == Integer.MIN_VALUE ? Double.NaN : value / 1_000.0;
  }
}
