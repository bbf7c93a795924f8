package io.tidegate.sim.stations;

import java.net.URI;
import java.time.Duration;

/**
 * How a simulated station is built.
 *
 * @param id identity, also the last segment of its URL
 * @param gateway URL of the OCPP port, with a trailing slash
 * @param password for basic authentication; empty for none
 * @param evses how many it has
 * @param phases 1 or 3
 * @param maxChargeW rating of each EVSE
 * @param maxDischargeW rating of each EVSE
 * @param unmanagedW what it gives while no profile is in force
 * @param telemetry interval of its meter values
 * @param clockError how far its clock is ahead
 */
public record StationSettings(
    String id,
    URI gateway,
    String password,
    int evses,
    int phases,
    double maxChargeW,
    double maxDischargeW,
    double unmanagedW,
    Duration telemetry,
    Duration clockError) {
  /** Phase to neutral, V. */
  static final double VOLTAGE_V = 230;
}
