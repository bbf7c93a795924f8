package io.tidegate.api.control;

import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can change the site's state. Each input is immutable, is stamped with the time of
 * its acceptance by the control thread, and is journaled in that order: the same inputs give the
 * same decisions. Unknown numbers are {@link Double#NaN}.
 */
public sealed interface SiteInput {

  /**
   * A station is connected and accepted; {@code actuator} names the {@link Actuator} that reaches
   * it.
   */
  record StationOnline(StationId station, String actuator) implements SiteInput {}

  /** A station's connection is gone: its EVSEs count at their worst case from now. */
  record StationOffline(StationId station) implements SiteInput {}

  /**
   * Nothing reaches the stations of this actuator any more: its bundle is gone or is being updated.
   */
  record ActuatorLost(String actuator) implements SiteInput {}

  /** What an EVSE says of itself. */
  record EvseStatus(EvseId evse, Availability availability) implements SiteInput {}

  /** A vehicle began a session. Repeating it for the session in progress changes nothing. */
  record SessionStarted(EvseId evse, SessionId session, String transaction) implements SiteInput {}

  /** A session ended; later inputs for it are ignored. */
  record SessionEnded(EvseId evse, SessionId session, String reason) implements SiteInput {}

  /**
   * Measurements at an EVSE. What was not measured is NaN and leaves the last value as it was.
   *
   * @param sampledAt the device's time stamp; control uses the time of receipt
   * @param powerW at the connector, positive into the vehicle
   * @param socPct 0–100
   * @param connectorC connector or cable temperature
   * @param inverterC core temperature of the inverter
   * @param packC temperature of the battery pack
   * @param importWh energy register into the vehicle
   * @param exportWh energy register out of the vehicle
   */
  record EvseTelemetry(
      EvseId evse,
      Instant sampledAt,
      double powerW,
      double socPct,
      double connectorC,
      double inverterC,
      double packC,
      double importWh,
      double exportWh)
      implements SiteInput {}

  /**
   * What the vehicle can take and wants, by its own word. Magnitudes ≥ 0.
   *
   * @param maxChargeW NaN: no limit of the vehicle's is known
   * @param maxDischargeW NaN: the vehicle has named none, the EVSE's rating stands
   * @param capacityWh usable battery capacity
   * @param targetSocPct the vehicle's own target
   * @param departure announced departure
   */
  record VehicleLimits(
      EvseId evse,
      SessionId session,
      double maxChargeW,
      double maxDischargeW,
      double capacityWh,
      double targetSocPct,
      Optional<Instant> departure)
      implements SiteInput {}

  /**
   * The vehicle allows or forbids discharge in this session (S1.11); {@code source} says by which
   * message.
   */
  record DischargePermission(EvseId evse, SessionId session, boolean allowed, String source)
      implements SiteInput {}

  /**
   * The station cannot give more than this for now: cable cooling, inverter derate (S1.10). NaN
   * ends the derate.
   */
  record DerateNotice(EvseId evse, double maxPowerW, String cause) implements SiteInput {}

  /**
   * Whether the station holds the EVSE's charge-only safe share beneath all setpoints. As long as
   * it has not been assured, and after the station has refused it, what the EVSE falls back to when
   * a setpoint expires is unknown: it then counts at its highest charge power. The last report
   * stands, also while the station is away.
   *
   * @param detail one sentence for an operator
   */
  record SafeShareReport(EvseId evse, boolean assured, String detail) implements SiteInput {}

  /** What the driver wants (S3.2). Repeating a request id changes nothing (S3.3). */
  record DriverWish(
      SessionId session,
      String requestId,
      double targetSocPct,
      Optional<Instant> departure,
      double reservePct)
      implements SiteInput {}

  /** A reading of a site meter; positive is import. Phases and mains values may be NaN. */
  record MeterReading(
      String meter,
      double powerW,
      double l1W,
      double l2W,
      double l3W,
      double reactiveVar,
      double voltageV,
      double frequencyHz)
      implements SiteInput {}

  /** A temperature of a node's sensor. */
  record TemperatureReading(String sensor, double celsius) implements SiteInput {}

  /** A grid command that the ledger has made durable. */
  record CommandReceived(GridCommand command) implements SiteInput {}

  /** A sign of life of a mandate source. */
  record KeepAlive(ControllerId controller) implements SiteInput {}

  /** What is known of the clock (S2.4). */
  record ClockReport(ClockQuality quality) implements SiteInput {}

  /** Whether records can be written; while they cannot, discharge is suspended (S4.6). */
  record JournalReport(boolean writable, String code) implements SiteInput {}

  /** All targets that a policy has now; they replace its earlier ones. */
  record PolicyTargets(String policy, List<Target> targets) implements SiteInput {}

  /** The planner's newest plan; it replaces the earlier one. */
  record PlanUpdate(Plan plan) implements SiteInput {}

  /** What became of a setpoint that was handed to an {@link Actuator}. */
  record SetpointOutcome(EvseId evse, long setpoint, Outcome outcome) implements SiteInput {}

  /** The gateway has started again: nothing is connected, nothing in force is certain. */
  record Restarted(String reason) implements SiteInput {}

  /**
   * The clock has leapt forward: expiries look passed that stations have yet to reach. Whoever has
   * a session may be obeying anything, until it accepts a setpoint or the longest-lived one has
   * expired from now.
   *
   * @param seconds by how much, s > 0
   */
  record ClockLeapt(double seconds) implements SiteInput {}

  /** The gateway is going down: charge-only safe shares from now on. */
  record Stopping(String reason) implements SiteInput {}

  /** Time has passed. */
  record Tick() implements SiteInput {}

  /** What an EVSE's connector is doing (OCPP ConnectorStatusEnum). */
  enum Availability {
    AVAILABLE,
    OCCUPIED,
    RESERVED,
    UNAVAILABLE,
    FAULTED
  }

  /** Fate of a setpoint. */
  enum Outcome {
    /** The device has taken it. */
    ACCEPTED,
    /** The device has refused it; what was in force before remains in force. */
    REJECTED,
    /** It never left the gateway: a newer one took its place, or there was no connection. */
    NOT_SENT,
    /** It was sent and no answer came: it may be in force or not until it expires. */
    UNKNOWN
  }
}
