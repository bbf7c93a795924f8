package io.tidegate.api.vehicle;

import io.tidegate.api.device.PilotState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An EVSE at a moment. Immutable.
 *
 * @param at when; wall clock, for time stamps in messages
 * @param nanos the same on the monotonic clock, for deadlines
 * @param pilot of the control pilot
 * @param contactor what it really does
 * @param locked whether the plug is known to be locked
 * @param insulation what the insulation monitor last said
 * @param voltageV DC: at the output; AC: of a phase to neutral
 * @param currentA DC: at the output; AC: of the strongest phase; signed
 * @param powerW at the connector, signed
 * @param meter reading of the EVSE's energy meter
 * @param offer what the vehicle may do now
 * @param limitChargeW highest power that will be offered in this session, W ≥ 0: rating less
 *     derates
 * @param limitDischargeW the same out of the vehicle, W ≥ 0; 0 where discharge is out of the
 *     question
 * @param schedule power expected to be there, from now on; never empty, the last slot goes on
 * @param prices empty when the site has none
 * @param authorisation how far that is
 * @param notice what the vehicle is to be told
 * @param fault catalogue code and sentence of a fault that forbids power; empty when there is none
 * @param paused the session that was paused here and may be taken up again
 * @param serviceCertificates whether contract certificates can be fetched for vehicles here
 */
public record EvseView(
    Instant at,
    long nanos,
    PilotState pilot,
    ContactorState contactor,
    boolean locked,
    Insulation insulation,
    double voltageV,
    double currentA,
    double powerW,
    MeterValue meter,
    PowerOffer offer,
    double limitChargeW,
    double limitDischargeW,
    List<PowerSlot> schedule,
    List<PriceSlot> prices,
    Authorisation authorisation,
    Notice notice,
    Optional<Fault> fault,
    Optional<PausedSession> paused,
    boolean serviceCertificates) {
  public EvseView {
    Objects.requireNonNull(at);
    Objects.requireNonNull(pilot);
    Objects.requireNonNull(contactor);
    Objects.requireNonNull(insulation);
    Objects.requireNonNull(meter);
    Objects.requireNonNull(offer);
    schedule = List.copyOf(schedule);
    prices = List.copyOf(prices);
    Objects.requireNonNull(authorisation);
    Objects.requireNonNull(notice);
    Objects.requireNonNull(fault);
    Objects.requireNonNull(paused);
  }

  /** Level of a contactor's feedback beside what it was told. */
  public enum ContactorState {
    OPEN,
    CLOSED,
    /** Told to move and not there yet. */
    MOVING,
    /** Closed though told to open. */
    WELDED,
    /** Open though told to close, or no feedback. */
    FAILED
  }

  /** State of the insulation (IEC 61851-23). */
  public enum Insulation {
    UNKNOWN,
    TESTING,
    VALID,
    WARNING,
    FAULT
  }

  /** How far the authorisation of the session in progress is. */
  public enum Authorisation {
    /** Nobody has asked. */
    NONE,
    WAITING,
    ACCEPTED,
    REJECTED
  }

  /**
   * A reading of the EVSE's energy meter.
   *
   * @param id serial number
   * @param importWh energy into the vehicle, Wh ≥ 0, never falls
   * @param exportWh energy out of the vehicle, Wh ≥ 0, never falls
   * @param signature signed value in the meter's own format (e.g. OCMF); empty when it signs none
   */
  public record MeterValue(
      String id, double importWh, double exportWh, Instant at, Optional<String> signature) {}

  /**
   * What the vehicle may do now: the setpoint in force, or what remains without one.
   *
   * @param powerW signed; below 0 the vehicle is to discharge
   * @param setpoint number of the site's setpoint; 0 while it is the static safe share
   * @param expiresNanos on the monotonic clock: charge only, at the safe share, from then on
   */
  public record PowerOffer(double powerW, long setpoint, long expiresNanos) {}

  /**
   * A stretch of time with a power.
   *
   * @param seconds length, s &gt; 0
   * @param chargeW W ≥ 0
   * @param dischargeW W ≥ 0
   */
  public record PowerSlot(long seconds, double chargeW, double dischargeW) {}

  /**
   * A stretch of time with prices.
   *
   * @param seconds length, s &gt; 0
   * @param currency ISO 4217
   * @param chargePerKwh price of energy into the vehicle
   * @param dischargePerKwh what is paid for energy out of the vehicle
   */
  public record PriceSlot(
      long seconds, String currency, double chargePerKwh, double dischargePerKwh) {}

  /**
   * What the vehicle is to be told.
   *
   * @param seconds within which it has to act, 0–65535
   */
  public record Notice(Kind kind, int seconds) {
    public static final Notice NONE = new Notice(Kind.NONE, 0);

    /** In the words of ISO 15118-20 (EVSENotification). */
    public enum Kind {
      NONE,
      PAUSE,
      EXIT_STANDBY,
      TERMINATE,
      SCHEDULE_RENEGOTIATION,
      SERVICE_RENEGOTIATION,
      METERING_CONFIRMATION
    }
  }

  /**
   * A fault that forbids power.
   *
   * @param code catalogue code
   * @param emergency the vehicle is to be told of an emergency shutdown
   */
  public record Fault(String code, String sentence, boolean emergency) {}

  /**
   * A paused session.
   *
   * @param sessionId 8 bytes
   * @param vehicle what it is bound to, e.g. a hash of the vehicle's certificate; empty: nothing
   * @param schema of the bytes, as in a slot
   * @param state what the dialect needs to take it up
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record PausedSession(byte[] sessionId, byte[] vehicle, String schema, byte[] state) {}
}
