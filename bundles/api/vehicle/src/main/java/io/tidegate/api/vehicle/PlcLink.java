package io.tidegate.api.vehicle;

import io.tidegate.api.quantity.EvseId;
import java.util.Optional;

/**
 * The power-line link between an EVSE and its vehicle (ISO 15118-3). Offered as a service with the
 * property {@link EvseUnit#PROPERTY}. Any thread, never blocks.
 */
public interface PlcLink {

  EvseId evse();

  /** A cheap read. */
  Report report();

  /** A vehicle is plugged in: match it, with a fresh key. */
  void match();

  /** D-LINK_TERMINATE: leaves the logical network at once. */
  void terminate();

  /** D-LINK_PAUSE: the modem may sleep; the network stays. */
  void pause();

  /** Calls back when the report has become another, on a thread of the link's. */
  AutoCloseable watch(Runnable changed);

  /** How far matching is. */
  enum State {
    UNMATCHED,
    MATCHING,
    MATCHED,
    /** A match was tried and failed. */
    FAILED,
    /** The modem does not answer. */
    DOWN
  }

  /**
   * State and quality.
   *
   * @param vehicle MAC address of the vehicle's modem, as {@code 00:11:22:33:44:55}
   * @param attenuationDb mean over all groups; NaN while unknown
   * @param lossPct packets lost in the last seconds, 0–100; NaN while unknown
   * @param crcErrors frames with a bad checksum since the match
   * @param detail one sentence for an operator
   */
  record Report(
      State state,
      Optional<String> vehicle,
      double attenuationDb,
      double lossPct,
      long crcErrors,
      String detail) {}
}
