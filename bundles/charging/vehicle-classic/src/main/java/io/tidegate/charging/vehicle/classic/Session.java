package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.codec.exi.iso15118.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * State of a connection, and so of its session; lies in the slot. Components may be added at the
 * end of each of these records, see {@code RecordBytes}.
 *
 * @param id 16 hexadecimal digits; empty before there is a session
 * @param evccId the vehicle's own name for itself, hexadecimal
 * @param dueNanos when patience ends; 0: never
 * @param waiting for what a request is still unanswered
 * @param sinceNanos when the phase, or what is repeated in it, began
 * @param before of a state that is asked for: what it was when it was asked for
 * @param told number of the setpoint that the vehicle was last told
 * @param discharging power is on, and the vehicle is one that discharges
 * @param tripped the fault that dooms the session
 * @param plugged the plug was seen in: from then on it can be out
 */
public record Session(
    Phase phase,
    String id,
    String evccId,
    long dueNanos,
    Waiting waiting,
    long sinceNanos,
    String before,
    Deal deal,
    Permit permit,
    Limits limits,
    EvseAction.Wants wants,
    long told,
    boolean discharging,
    Receipt receipt,
    Trip tripped,
    boolean plugged) {

  /** What a reply waits for. */
  enum Waiting {
    NOTHING,
    /** PowerDelivery(Start), DC: the voltage of the battery at the output. */
    VOLTAGE,
    /** PowerDelivery(Start): the contactor's feedback. */
    CLOSED,
    /** PowerDelivery(Stop). */
    OPEN,
    /** PaymentDetails: whether the contract's certificate was revoked. */
    REVOCATION,
    /** CertificateInstallation. */
    INSTALLATION,
    /** CertificateUpdate. */
    UPDATE
  }

  /**
   * What was agreed on.
   *
   * @param contract payment by contract
   * @param tuple number of the schedule; 0: none yet
   * @param resumed the session goes on after a pause, with the payment, mode and schedule number
   * @param preChargeV voltage of the last pre-charge; 0: none yet
   * @param schedule until a power profile was checked against it
   */
  record Deal(
      boolean contract,
      Mode mode,
      int tuple,
      boolean resumed,
      double preChargeV,
      List<Plan.Power> schedule) {
    static final Deal NONE = new Deal(false, Mode.DC, 0, false, 0, List.of());

    Deal {
      schedule = List.copyOf(schedule);
    }

    Deal paidBy(boolean aContract) {
      return new Deal(aContract, mode, tuple, resumed, preChargeV, schedule);
    }

    Deal over(Mode aMode, int aTuple, List<Plan.Power> aSchedule) {
      return new Deal(contract, aMode, aTuple, resumed, preChargeV, aSchedule);
    }

    Deal preChargedTo(double volts) {
      return new Deal(contract, mode, tuple, resumed, volts, schedule);
    }

    boolean preCharged() {
      return preChargeV > 0;
    }

    Deal settled() {
      return new Deal(contract, mode, tuple, resumed, preChargeV, List.of());
    }
  }

  /**
   * How far the authorisation is.
   *
   * @param emaid of the contract
   * @param key of the contract certificate, SubjectPublicKeyInfo; empty: no contract was shown
   * @param expiring the certificate expires soon
   * @param sinceNanos of the first request
   */
  record Permit(State state, String emaid, Bytes key, boolean expiring, long sinceNanos) {
    static final Permit NONE = new Permit(State.NONE, "", Bytes.EMPTY, false, 0);

    enum State {
      NONE,
      /** The contract's chain is good. */
      SHOWN,
      /** Somebody was asked. */
      ASKED,
      GRANTED
    }

    Permit to(State next) {
      return new Permit(next, emaid, key, expiring, sinceNanos);
    }

    Permit since(long nanos) {
      return new Permit(state, emaid, key, expiring, nanos);
    }
  }

  /**
   * What both sides can, after ChargeParameterDiscovery. Magnitudes; infinite where the vehicle has
   * said nothing.
   *
   * @param statedW what the vehicle was told; no loop goes beyond
   */
  record Limits(double evMaxV, double evMaxA, double evMaxW, double statedW) {
    static final Limits NONE = new Limits(0, 0, 0, 0);
  }

  /**
   * Metering receipts.
   *
   * @param required one was asked for
   * @param importWh reading that it has to name
   * @param nextNanos when the next one is asked for
   */
  record Receipt(boolean required, long importWh, long nextNanos) {
    static final Receipt NONE = new Receipt(false, 0, 0);
  }

  /** Why the session is doomed. */
  record Trip(String code, String sentence) {
    static final Trip NONE = new Trip("", "");
  }

  static final EvseAction.Wants NO_WANTS =
      new EvseAction.Wants(
          Double.NaN,
          0,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Optional.empty());

  static final Session NEW =
      new Session(
          Phase.SETUP,
          "",
          "",
          0,
          Waiting.NOTHING,
          0,
          "",
          Deal.NONE,
          Permit.NONE,
          Limits.NONE,
          NO_WANTS,
          0,
          false,
          Receipt.NONE,
          Trip.NONE,
          false);

  /** A change of some of it. */
  Draft but() {
    return new Draft(this);
  }
}
