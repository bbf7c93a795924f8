package io.tidegate.api.connection;

/**
 * State of a dialect kept by the transport: bytes and the name of their schema, never an object of
 * the dialect's classes.
 *
 * @param schema e.g. {@code ocpp2.0.1/session/1}; empty when there is none yet
 * @param bytes belongs to this record; not changed after construction
 */
@SuppressWarnings("ArrayRecordComponent")
public record Slot(String schema, byte[] bytes) {
  public static final Slot EMPTY = new Slot("", new byte[0]);
}
