package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.codec.exi.iso15118.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * State of a connection, and so of its session; lies in the slot. Components may be added at the
 * end of each of these records, see {@code RecordBytes}.
 *
 * @param id 16 hexadecimal digits; empty before there is a session
 * @param evccId the vehicle's own name for itself
 * @param dueNanos when patience ends; 0: never
 * @param waiting for what a request is still unanswered
 * @param sinceNanos when the phase, or what is repeated in it, began
 * @param before of a state that is asked for: what it was when it was asked for
 * @param told number of the setpoint that the vehicle was last told
 * @param discharging the vehicle has allowed discharge
 * @param preCharged a pre-charge was answered
 * @param tripped the fault that dooms the session
 * @param batteryV DC: what the output is to be at before the contactor closes; 0: unknown
 * @param plugged the plug was seen in: from then on it can be out
 */
record Session(
    Phase phase,
    String id,
    String evccId,
    long dueNanos,
    Waiting waiting,
    long sinceNanos,
    String before,
    Menu menu,
    Terms terms,
    Permit permit,
    Installation installation,
    Limits limits,
    EvseAction.Wants wants,
    Offered offered,
    long told,
    boolean discharging,
    boolean preCharged,
    Trip tripped,
    double batteryV,
    boolean plugged) {

  static final String SCHEMA = "iso15118-20/session/1";

  /** What a reply waits for. */
  enum Waiting {
    NOTHING,
    /** PowerDelivery(Start), DC: the voltage of the battery at the output. */
    VOLTAGE,
    /** PowerDelivery(Start): the contactor's feedback. */
    CLOSED,
    /** PowerDelivery(Stop). */
    OPEN,
    /** PowerDelivery(Standby). */
    STANDBY,
    /** CertificateInstallation: the answer from the back end. */
    CERTIFICATE
  }

  /** What ServiceDiscovery has offered. */
  record Menu(boolean bidirectional, boolean priced) {
    static final Menu NONE = new Menu(false, false);
  }

  /**
   * What ServiceSelection has agreed on.
   *
   * @param service 1 AC, 2 DC, 5 AC_BPT, 6 DC_BPT; 0 none yet
   * @param byStation MobilityNeedsMode: the SECC's
   * @param pricing 0 none, 1 absolute prices, 2 price levels
   */
  record Terms(int service, int set, boolean dynamic, boolean byStation, int pricing) {
    static final Terms NONE = new Terms(0, 0, false, false, 0);

    boolean direct() {
      return service == 2 || service == 6;
    }

    boolean bidirectional() {
      return service == 5 || service == 6;
    }
  }

  /**
   * How far the authorisation is.
   *
   * @param emaid of the contract
   * @param request digest of the request that is being worked on, so that its repetitions are known
   * @param key of the contract certificate, SubjectPublicKeyInfo
   * @param sinceNanos of the first request
   */
  record Permit(State state, String emaid, Bytes request, Bytes key, long sinceNanos) {
    static final Permit NONE = new Permit(State.NONE, "", Bytes.EMPTY, Bytes.EMPTY, 0);

    enum State {
      NONE,
      /** Waits to hear whether the contract certificate was revoked. */
      CHECKING,
      REVOKED,
      /** Revocation could not be found out, and has to be. */
      UNCHECKED,
      ASKED_EIM,
      ASKED_CONTRACT,
      GRANTED
    }

    Permit to(State next) {
      return new Permit(next, emaid, request, key, sinceNanos);
    }

    boolean contract() {
      return !key.isEmpty();
    }
  }

  /**
   * CertificateInstallation.
   *
   * @param asked somebody was asked and has not answered
   * @param response what came; empty when nothing did
   */
  record Installation(boolean asked, long sinceNanos, Bytes response) {
    static final Installation NONE = new Installation(false, 0, Bytes.EMPTY);
  }

  /**
   * What both sides can, after ChargeParameterDiscovery. Magnitudes.
   *
   * @param statedChargeW what the vehicle was told; no loop goes beyond (V2G20-2654)
   */
  record Limits(
      double evMaxV,
      double evChargeW,
      double evChargeA,
      double evDischargeW,
      double evDischargeA,
      double statedChargeW,
      double statedDischargeW) {
    static final Limits NONE = new Limits(0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * The schedule that a power profile is checked against; no slots: none is.
   *
   * @param pending exchanged beside the loop, and not yet put into force
   */
  record Offered(long anchorS, List<Slot> slots, List<Long> tuples, boolean pending) {
    static final Offered NONE = new Offered(0, List.of(), List.of(), false);

    /** Dynamic, beside the loop: there is no schedule, but it was asked for. */
    static final Offered AGREED = new Offered(0, List.of(), List.of(), true);

    Offered settled() {
      return new Offered(anchorS, slots, tuples, false);
    }

    record Slot(long seconds, double chargeW, double dischargeW) {}
  }

  /** Why the session is doomed. */
  record Trip(String code, String sentence) {
    static final Trip NONE = new Trip("", "");
  }

  static final Session NEW =
      new Session(
          Phase.SETUP,
          "",
          "",
          0,
          Waiting.NOTHING,
          0,
          "",
          Menu.NONE,
          Terms.NONE,
          Permit.NONE,
          Installation.NONE,
          Limits.NONE,
          new EvseAction.Wants(
              Double.NaN,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              Optional.empty()),
          Offered.NONE,
          0,
          false,
          false,
          Trip.NONE,
          0,
          false);

  /** A change of some of it. */
  Draft but() {
    return new Draft(this);
  }
}
