package io.tidegate.charging.slac;

import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Octets;
import java.util.concurrent.TimeUnit;

/**
 * What a link goes by. Times are in ns.
 *
 * @param self our address on the interface
 * @param modem where our modem takes messages
 * @param maker whose messages it speaks
 * @param evseId 17 octets
 * @param offsetDb taken off every measured attenuation, 0–60
 * @param initNs TT_EVSE_SLAC_init, 20–50 s
 * @param keepaliveNs between signs of life where the modem has no statistics
 */
record Rules(
    MacAddress self,
    MacAddress modem,
    Maker maker,
    Octets evseId,
    double offsetDb,
    long initNs,
    long keepaliveNs) {

  /** Who made our modem. */
  enum Maker {
    /** Both are asked until one answers. */
    AUTO,
    QUALCOMM,
    LUMISSIL,
    /** It is asked nothing but to set keys. */
    SILENT
  }

  /** Sounds that we want (C_EV_match_MNBC). */
  static final int SOUNDS = 10;

  /** TT_EVSE_match_MNBC in tenths of a second, and in ns. */
  static final int SOUNDING_TENTHS = 6;

  static final long SOUNDING_NS = ms(600);

  /** TT_match_sequence: the next message of a vehicle. */
  static final long SEQUENCE_NS = ms(400);

  /** TT_match_response: an answer. */
  static final long RESPONSE_NS = ms(200);

  /** C_EV_match_retry. */
  static final int RETRIES = 2;

  /** TT_EVSE_match_session: the vehicle chooses. */
  static final long SESSION_NS = ms(10_000);

  /** TT_match_join: its modem joins. */
  static final long JOIN_NS = ms(12_000);

  /** TT_matching_repetition: how long a vehicle may try again after a failure. */
  static final long REPETITION_NS = ms(10_000);

  /** Runs at once; a vehicle has one. */
  static final int MOST_RUNS = 8;

  /** Our modem sets a key. */
  static final long KEY_NS = ms(500);

  static final int KEY_ATTEMPTS = 3;

  /** Between two tries to reach a modem that is down. */
  static final long DOWN_NS = ms(5_000);

  /** Between two questions to the modem while a vehicle joins, and after. */
  static final long JOIN_POLL_NS = ms(250);

  static final long POLL_NS = ms(1_000);

  /** Questions without an answer after which a modem that has never answered is taken for mute. */
  static final int MUTE = 12;

  /** Questions without an answer after which one that has answered before is down. */
  static final int GONE = 5;

  static long ms(long milliseconds) {
    return TimeUnit.MILLISECONDS.toNanos(milliseconds);
  }
}
