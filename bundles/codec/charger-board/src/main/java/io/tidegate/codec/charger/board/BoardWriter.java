package io.tidegate.codec.charger.board;

import io.tidegate.codec.charger.board.BoardMessage.Flags;
import io.tidegate.codec.charger.board.BoardMessage.Rating;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Frames to bytes. Big endian; stuffed so that a zero byte stands between frames alone. */
public final class BoardWriter {
  private BoardWriter() {}

  /** The frame with its end mark; what does not fit its field becomes the nearest that does. */
  public static byte[] write(BoardFrame frame) {
    ByteBuffer plain = ByteBuffer.allocate(Layout.LONGEST);
    plain.put((byte) Layout.VERSION).put((byte) Layout.type(frame.message()));
    plain.put((byte) frame.channel()).putShort((short) frame.sequence());
    body(plain, frame.message());
    CRC32 sum = new CRC32();
    sum.update(plain.array(), 0, plain.position());
    plain.putInt((int) sum.getValue());
    return Stuffing.stuff(plain.array(), plain.position());
  }

  private static void body(ByteBuffer out, BoardMessage message) {
    if (message instanceof BoardMessage.Hello m) {
      out.putShort(unsigned16(m.periodMs()));
    } else if (message instanceof BoardMessage.Pilot m) {
      out.putShort(unsigned16(100 * m.percent()));
    } else if (message instanceof BoardMessage.Switch m) {
      out.put(bit(m.closed())).putShort(unsigned16(m.holdMs()));
    } else if (message instanceof BoardMessage.Lock m) {
      out.put(bit(m.locked()));
    } else if (message instanceof BoardMessage.Output m) {
      out.put(bit(m.on())).putInt(milli(m.volts())).putInt(milli(m.amps()));
      out.putShort(unsigned16(m.holdMs()));
    } else if (message instanceof BoardMessage.Ack m) {
      out.putShort((short) m.sequence()).put((byte) m.result().code());
    } else if (message instanceof BoardMessage.Info m) {
      info(out, m);
    } else if (message instanceof BoardMessage.Status m) {
      status(out, m);
    } else if (message instanceof BoardMessage.Meter m) {
      meter(out, m);
    }
  }

  private static void info(ByteBuffer out, BoardMessage.Info m) {
    text(out, m.serial(), Layout.NAME);
    text(out, m.firmware(), Layout.NAME);
    text(out, m.meterSerial(), Layout.NAME);
    Rating r = m.rating();
    out.put(bit(m.direct())).putInt(milli(r.minV())).putInt(milli(r.maxV()));
    out.putInt(milli(r.maxSourceA())).putInt(milli(r.maxSinkA())).putInt(milli(r.maxW() / 1_000));
  }

  private static void status(ByteBuffer out, BoardMessage.Status m) {
    out.putInt((int) m.boardMs());
    out.putShort(signed16(100 * m.pilotHighV())).putShort(signed16(100 * m.pilotLowV()));
    out.putShort(unsigned16(100 * m.dutyPct())).putShort((short) bits(m.flags()));
    out.putInt(milli(m.volts())).putInt(milli(m.amps()));
    out.putInt(
        Double.isNaN(m.insulationOhm())
            ? -1
            : (int) (long) Math.max(0, Math.min(Layout.UNSIGNED_32, m.insulationOhm())));
    out.putShort(signed16(10 * m.connectorC()));
  }

  private static void meter(ByteBuffer out, BoardMessage.Meter m) {
    out.putLong(Math.max(0, Math.round(1_000 * m.importWh())));
    out.putLong(Math.max(0, Math.round(1_000 * m.exportWh())));
    out.putInt(milli(m.powerW() / 1_000));
    byte[] signature = m.signature().orElse("").getBytes(StandardCharsets.US_ASCII);
    int length = Math.min(signature.length, Layout.SIGNATURE);
    out.putShort((short) length).put(signature, 0, length);
  }

  private static int bits(Flags f) {
    return (f.commanded() ? 1 : 0)
        | (f.closed() ? 2 : 0)
        | (f.locked() ? 4 : 0)
        | (f.emergencyStop() ? 8 : 0)
        | (f.output() ? 16 : 0)
        | (f.testing() ? 32 : 0)
        | (f.lapsed() ? 64 : 0);
  }

  private static void text(ByteBuffer out, String text, int most) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    int length = Math.min(bytes.length, most);
    out.put((byte) length).put(bytes, 0, length);
  }

  private static byte bit(boolean set) {
    return (byte) (set ? 1 : 0);
  }

  /** Thousandths in 32 bits; the least number stands for unknown. */
  private static int milli(double value) {
    return Double.isNaN(value)
        ? Integer.MIN_VALUE
        : (int)
            Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, Math.round(1_000 * value)));
  }

  private static short signed16(double value) {
    return Double.isNaN(value)
        ? Short.MIN_VALUE
        : (short) Math.max(-Short.MAX_VALUE, Math.min(Short.MAX_VALUE, Math.round(value)));
  }

  private static short unsigned16(double value) {
    return (short) Math.max(0, Math.min(Layout.UNSIGNED_16, Math.round(value)));
  }
}
