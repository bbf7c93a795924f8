package io.tidegate.api.vehicle;

import io.tidegate.api.connection.Slot;
import java.time.Duration;

/**
 * A vehicle's connection, as its dialect sees it. Owned by the transport; called on the line's
 * event loop alone, the one that {@link VehicleDialect} is called on.
 */
public interface VehicleLine {

  VehiclePeer peer();

  /** The EVSE that the vehicle is plugged into. */
  EvseUnit evse();

  Slot slot();

  void slot(Slot state);

  /**
   * Writes a message and lets the next one of the vehicle come: each is answered by exactly one.
   * Dropped when the connection is closed.
   *
   * @param payloadType of V2GTP, e.g. 0x8002
   * @param message EXI without header; belongs to the line from now
   */
  void send(int payloadType, byte[] message);

  /**
   * From now on {@link VehicleDialect#expired} comes once after this time, instead of whatever was
   * asked for before; a line has one deadline. Zero or less: at once. Survives a change of dialect.
   */
  void deadline(Duration in);

  /** No deadline any more. */
  void noDeadline();

  /**
   * Closes the connection after what was sent has left, at most 1 s later.
   *
   * @param code catalogue code of the trouble, e.g. {@code ERR_ISO_TIMEOUT}; empty when all went
   *     well
   * @param sentence for the log
   */
  void close(String code, String sentence);

  /**
   * Runs this soon on the line's event loop: how an answer that was waited for elsewhere comes
   * back. Any thread. Dropped when the connection is closed, or another version of the dialect has
   * the line by then.
   */
  void execute(Runnable task);
}
