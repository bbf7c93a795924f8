package io.tidegate.api.vehicle;

import io.tidegate.api.vehicle.EvseView.PausedSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a dialect tells an EVSE or asks of it. Immutable. Magnitudes unless signed is said. */
public sealed interface EvseAction {

  /**
   * A session begins, or a paused one goes on.
   *
   * @param sessionId 8 bytes as 16 hexadecimal digits
   * @param evccId the vehicle's own name for itself; 1–255 characters, unproved
   * @param resumed it goes on
   */
  record Begin(String sessionId, String evccId, boolean resumed) implements EvseAction {}

  /**
   * Somebody has to agree that this session is charged. The answer shows in the view.
   *
   * @param contract eMAID of a contract whose chain and signature are good; empty: external means
   *     of identification (a card, an operator)
   */
  record Authorise(Optional<String> contract) implements EvseAction {}

  /**
   * What the vehicle can and wants, by its own word. NaN: it said nothing.
   *
   * @param maxChargeW W
   * @param maxDischargeW W; 0: not in this session
   * @param socPct 0–100
   * @param capacityWh of the battery
   * @param targetSocPct 0–100
   * @param targetWh energy still wanted
   * @param maxWh energy that still fits
   * @param minWh energy needed at least, signed
   * @param departure when it leaves
   */
  record Wants(
      double maxChargeW,
      double maxDischargeW,
      double socPct,
      double capacityWh,
      double targetSocPct,
      double targetWh,
      double maxWh,
      double minWh,
      Optional<Instant> departure)
      implements EvseAction {
    public Wants {
      Objects.requireNonNull(departure);
    }
  }

  /** The vehicle allows or forbids discharge from now on (S1.11); by which message. */
  record Discharge(boolean allowed, String message) implements EvseAction {}

  /** Locks the plug. */
  record Lock() implements EvseAction {}

  /** Unlocks the plug as soon as no current flows and the contactor is open. */
  record Unlock() implements EvseAction {}

  /** DC: tests the insulation at this voltage with the contactor open. */
  record CableCheck(double volts) implements EvseAction {}

  /** DC: brings the output to this voltage with at most this current, contactor open. */
  record PreCharge(double volts, double amps) implements EvseAction {}

  /**
   * Closes the contactor or keeps it closed, for as long as the lease. When it runs out without a
   * new one the unit takes the current to zero and opens: a dialect that has gone, or a vehicle
   * that is silent, leaves no contactor closed.
   */
  record Energise(Duration lease) implements EvseAction {}

  /**
   * DC: what the vehicle takes at most. The output's current is what the offer asks for at the
   * present voltage, within this window, and never the other way round than the offer.
   *
   * @param maxV the voltage that is not exceeded
   * @param chargeA highest current into the vehicle
   * @param dischargeA highest current out of the vehicle
   */
  record Window(double maxV, double chargeA, double dischargeA) implements EvseAction {}

  /**
   * AC: what the vehicle does by its own word, signed; the site's meters say what is true.
   *
   * @param activeW of all phases
   */
  record Follows(double activeW) implements EvseAction {}

  /** The offer with this number has been told to the vehicle. */
  record Told(long setpoint) implements EvseAction {}

  /**
   * Takes the current to zero and opens the contactor.
   *
   * @param now at once; else along the ramp that spares the contacts, at most 1 s
   * @param code catalogue code of the trouble, or empty
   * @param sentence why
   */
  record Deenergise(boolean now, String code, String sentence) implements EvseAction {}

  /** The vehicle has confirmed this metering record, or a signed receipt came with it. */
  record Confirmed(String meterId, double importWh, Optional<String> receipt)
      implements EvseAction {}

  /**
   * The power profile that the vehicle has chosen.
   *
   * @param slots signed, as in {@link EvseView.PowerSlot} with one of both 0
   */
  record Profile(List<EvseView.PowerSlot> slots) implements EvseAction {
    public Profile {
      slots = List.copyOf(slots);
    }
  }

  /** The vehicle pauses: the session is kept until somebody takes it up or the plug is out. */
  record Pause(PausedSession session) implements EvseAction {}

  /**
   * The session is over.
   *
   * @param code catalogue code of the trouble, or empty
   * @param sentence why
   */
  record End(String code, String sentence) implements EvseAction {}
}
