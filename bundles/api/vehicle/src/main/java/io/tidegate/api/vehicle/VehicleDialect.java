package io.tidegate.api.vehicle;

import java.util.List;

/**
 * The SECC's side of one standard, over connections that a transport owns. Stateless: what it must
 * remember of a connection lies in the line's slot, so that another version of the bundle can take
 * over between a response and the next request. Offered as a service; of a protocol the one with
 * the highest ranking, then of the newest bundle, is live. The transport calls it on the line's
 * event loop, one call at a time a line: it never blocks.
 */
public interface VehicleDialect {

  /** What it speaks; the same over its life. */
  List<VehicleProtocol> protocols();

  /**
   * The line is this dialect's now: the protocol has just been agreed on and the answer to that is
   * sent, or another version hands it over with its slot.
   */
  void attached(VehicleLine line);

  /**
   * One whole message of the vehicle. The next one is delivered after {@link VehicleLine#send}.
   *
   * @param payloadType of V2GTP
   * @param message EXI without header; belongs to the dialect
   */
  void received(VehicleLine line, int payloadType, byte[] message);

  /** The deadline has passed. */
  void expired(VehicleLine line);

  /** Something of {@link EvseUnit#view} is other than it was; several changes may be one call. */
  void changed(VehicleLine line);

  /** The line is no longer this dialect's. */
  void detached(VehicleLine line, Detachment reason);

  /** Why a dialect loses a line. */
  enum Detachment {
    /** The connection is closed: by the vehicle, by the dialect, or because the plug is out. */
    CLOSED,
    /** Another version takes over: nothing must be said to the EVSE. */
    HANDED_OVER
  }
}
