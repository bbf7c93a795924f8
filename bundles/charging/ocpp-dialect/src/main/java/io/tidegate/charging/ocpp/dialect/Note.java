package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.Slot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What the dialect must know of a call when its answer comes, perhaps to a newer version of itself.
 *
 * @param evse the EVSE's id in the site, or a transaction's name, or a certificate's number; empty
 *     when the call is for none
 * @param setpoint id of the setpoint; 0 when it is none
 * @param limitW safe share of a base profile, W; NaN when it is none
 * @param attempt counts from 1
 */
record Note(Kind kind, String evse, long setpoint, double limitW, int attempt) {
  /** After the subprotocol, in the name of the schema. */
  private static final String FORM = "/call/1";

  /** What the call is for. The names are part of the form. */
  enum Kind {
    SETPOINT,
    BASE,
    STATUS,
    CERTIFICATE,
    RENEWAL,
    COMPOSITE,
    OTHER
  }

  static final Note OTHER = new Note(Kind.OTHER, "", 0, Double.NaN, 1);

  static final Note RENEWAL = new Note(Kind.RENEWAL, "", 0, Double.NaN, 1);

  static Note setpoint(String evse, long id) {
    return new Note(Kind.SETPOINT, evse, id, Double.NaN, 1);
  }

  static Note base(String evse, double limitW, int attempt) {
    return new Note(Kind.BASE, evse, 0, limitW, attempt);
  }

  /** For a question after a transaction; its name in the ledger stands in the EVSE's place. */
  static Note status(String name, int attempt) {
    return new Note(Kind.STATUS, name, 0, Double.NaN, attempt);
  }

  /** For a question after the limits that an EVSE follows in the end. */
  static Note composite(String evse) {
    return new Note(Kind.COMPOSITE, evse, 0, Double.NaN, 1);
  }

  /** For a signed certificate; its serial number stands in the EVSE's place. */
  static Note certificate(String serialNumber, int attempt) {
    return new Note(Kind.CERTIFICATE, serialNumber, 0, Double.NaN, attempt);
  }

  /**
   * @param subprotocol of the connection; its versions keep schemas of their own
   */
  Slot slot(String subprotocol) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeUTF(kind.name());
      out.writeUTF(evse);
      out.writeLong(setpoint);
      out.writeDouble(limitW);
      out.writeInt(attempt);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    }
    return new Slot(subprotocol + FORM, bytes.toByteArray());
  }

  /** Empty when it is of another form. */
  static Optional<Note> of(Slot slot) {
    if (!slot.schema().endsWith(FORM)) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(slot.bytes()))) {
      return Optional.of(
          new Note(
              Kind.valueOf(in.readUTF()),
              in.readUTF(),
              in.readLong(),
              in.readDouble(),
              in.readInt()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
