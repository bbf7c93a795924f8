package io.tidegate.charging.ocpp.upstream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A station's message on its way up.
 *
 * @param sequence rises with every message of the upstream
 * @param subprotocol that the station spoke
 * @param payload as the station sent it; what was said without a link is marked so
 * @param transaction on 1.6, the gateway's number of the transaction that it began
 */
record Entry(
    long sequence,
    String station,
    String subprotocol,
    String action,
    String payload,
    OptionalInt transaction) {
  private static final int FORM = 1;

  /** Who gives way when not all can be kept, first to last. */
  enum Rank {
    METER,
    OTHER,
    UPDATE,
    BOUNDARY
  }

  Rank rank() {
    return switch (Matter.of(action, payload)) {
      case METER -> Rank.METER;
      case TRANSACTION ->
          action.equals("TransactionEvent")
                  && Splice.text(payload, "eventType").filter("Updated"::equals).isPresent()
              ? Rank.UPDATE
              : Rank.BOUNDARY;
      default -> Rank.OTHER;
    };
  }

  /** What it takes, about, in bytes. */
  long size() {
    return payload.length() + 200L;
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length() + 64);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(FORM);
      out.writeUTF(station);
      out.writeUTF(subprotocol);
      out.writeUTF(action);
      out.writeBoolean(transaction.isPresent());
      out.writeInt(transaction.orElse(0));
      byte[] text = payload.getBytes(StandardCharsets.UTF_8);
      out.writeInt(text.length);
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    }
    return bytes.toByteArray();
  }

  /** Empty when it is of another form, or cut short. */
  static Optional<Entry> decode(long sequence, byte[] value) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
      if (in.readByte() != FORM) {
        return Optional.empty();
      }
      String station = in.readUTF();
      String subprotocol = in.readUTF();
      String action = in.readUTF();
      boolean numbered = in.readBoolean();
      int transaction = in.readInt();
      byte[] text = new byte[in.readInt()];
      in.readFully(text);
      return Optional.of(
          new Entry(
              sequence,
              station,
              subprotocol,
              action,
              new String(text, StandardCharsets.UTF_8),
              numbered ? OptionalInt.of(transaction) : OptionalInt.empty()));
    } catch (IOException | NegativeArraySizeException e) {
      return Optional.empty();
    }
  }
}
