package io.tidegate.core.control.state;

import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInput;
import java.time.Instant;
import java.util.Optional;

/** How an EVSE's state changes with each input: pure functions from old to new. */
final class EvseReducer {
  private EvseReducer() {}

  static EvseState initial(int index) {
    return new EvseState(
        index,
        false,
        Instant.EPOCH,
        SiteInput.Availability.AVAILABLE,
        Optional.empty(),
        Measured.NOTHING,
        Commitment.NONE,
        Double.NaN,
        "",
        0,
        Double.NaN,
        Instant.EPOCH,
        Instant.EPOCH,
        false,
        "");
  }

  static EvseState online(EvseState s) {
    return copy(s).online(true).build();
  }

  static EvseState offline(EvseState s, Instant at) {
    return s.online() ? copy(s).online(false).offlineSince(at).build() : s;
  }

  static EvseState availability(EvseState s, SiteInput.Availability availability) {
    return copy(s).availability(availability).build();
  }

  /** The station speaks of its session again: what never left can be sent now. */
  private static EvseState named(EvseState s) {
    Commitment c = s.commitment();
    if (c.lastSentId() != 0 || c.lastSentAt().equals(Instant.EPOCH)) {
      return s;
    }
    return commitment(
        s,
        new Commitment(
            c.acceptedId(),
            c.acceptedW(),
            c.acceptedUntil(),
            c.pendingMinW(),
            c.pendingMaxW(),
            c.pendingUntil(),
            0,
            c.lastSentW(),
            Instant.EPOCH));
  }

  static EvseState started(EvseState s, SiteInput.SessionStarted input, Instant at) {
    if (s.session().map(Session::id).filter(input.session()::equals).isPresent()) {
      return named(s);
    }
    Session session =
        new Session(
            input.session(),
            input.transaction(),
            at,
            false,
            "",
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Optional.empty(),
            0,
            "");
    // a new transaction obeys no earlier setpoint: those were bound to the one before
    return copy(s)
        .session(Optional.of(session))
        .measured(Measured.NOTHING)
        .commitment(Commitment.NONE)
        .following()
        .build();
  }

  static EvseState ended(EvseState s) {
    return copy(s)
        .session(Optional.empty())
        .measured(Measured.NOTHING)
        .commitment(Commitment.NONE)
        .following()
        .build();
  }

  static EvseState measured(EvseState s, SiteInput.EvseTelemetry t, Instant at) {
    Measured m = s.measured();
    Measured merged =
        new Measured(
            known(t.powerW(), m.powerW()),
            when(t.powerW(), at, m.powerAt()),
            known(percent(t.socPct()), m.socPct()),
            when(percent(t.socPct()), at, m.socAt()),
            known(t.connectorC(), m.connectorC()),
            when(t.connectorC(), at, m.connectorAt()),
            known(t.inverterC(), m.inverterC()),
            when(t.inverterC(), at, m.inverterAt()),
            known(t.packC(), m.packC()),
            when(t.packC(), at, m.packAt()),
            known(t.importWh(), m.importWh()),
            known(t.exportWh(), m.exportWh()));
    return copy(s).measured(merged).build();
  }

  static EvseState shortfall(EvseState s, double shortfallW, double deliverableW) {
    if (s.shortfallW() == shortfallW && Double.compare(s.deliverableW(), deliverableW) == 0) {
      return s;
    }
    return copy(s).shortfall(shortfallW, deliverableW).build();
  }

  /** Written out: a decision may change the commitments of thousands. */
  static EvseState commitment(EvseState s, Commitment commitment) {
    return new EvseState(
        s.index(),
        s.online(),
        s.offlineSince(),
        s.availability(),
        s.session(),
        s.measured(),
        commitment,
        s.derateW(),
        s.derateCause(),
        s.shortfallW(),
        s.deliverableW(),
        s.lastStopAt(),
        s.lastStartAt(),
        s.shareAssured(),
        s.shareDetail());
  }

  static EvseState stopped(EvseState s, Instant at) {
    return copy(s).lastStopAt(at).build();
  }

  static EvseState running(EvseState s, Instant at) {
    return copy(s).lastStartAt(at).build();
  }

  static EvseState derate(EvseState s, SiteInput.DerateNotice notice) {
    return copy(s).derate(notice.maxPowerW(), notice.cause()).build();
  }

  static EvseState share(EvseState s, SiteInput.SafeShareReport report) {
    return copy(s).share(report.assured(), report.detail()).build();
  }

  static EvseState vehicle(EvseState s, SiteInput.VehicleLimits v) {
    return withSession(
        s,
        c ->
            new Session(
                c.id(),
                c.transaction(),
                c.started(),
                c.dischargeAllowed(),
                c.permissionSource(),
                known(v.capacityWh(), c.capacityWh()),
                known(v.maxChargeW(), c.vehicleMaxChargeW()),
                known(v.maxDischargeW(), c.vehicleMaxDischargeW()),
                // the driver's wish outranks the vehicle's own target
                c.wishRequest().isEmpty()
                    ? known(v.targetSocPct(), c.targetSocPct())
                    : c.targetSocPct(),
                c.wishRequest().isEmpty() && v.departure().isPresent()
                    ? v.departure()
                    : c.departure(),
                c.reservePct(),
                c.wishRequest()));
  }

  static EvseState permission(EvseState s, SiteInput.DischargePermission p) {
    return withSession(
        s,
        c ->
            new Session(
                c.id(),
                c.transaction(),
                c.started(),
                p.allowed(),
                p.source(),
                c.capacityWh(),
                c.vehicleMaxChargeW(),
                c.vehicleMaxDischargeW(),
                c.targetSocPct(),
                c.departure(),
                c.reservePct(),
                c.wishRequest()));
  }

  static EvseState wish(EvseState s, SiteInput.DriverWish w) {
    return withSession(
        s,
        c ->
            c.wishRequest().equals(w.requestId())
                ? c
                : new Session(
                    c.id(),
                    c.transaction(),
                    c.started(),
                    c.dischargeAllowed(),
                    c.permissionSource(),
                    c.capacityWh(),
                    c.vehicleMaxChargeW(),
                    c.vehicleMaxDischargeW(),
                    known(percent(w.targetSocPct()), c.targetSocPct()),
                    w.departure().isPresent() ? w.departure() : c.departure(),
                    known(percent(w.reservePct()), c.reservePct()),
                    w.requestId()));
  }

  private static EvseState withSession(
      EvseState s, java.util.function.UnaryOperator<Session> change) {
    return s.session().isEmpty() ? s : copy(s).session(s.session().map(change)).build();
  }

  private static double known(double newer, double older) {
    return Double.isFinite(newer) ? newer : older;
  }

  private static Instant when(double newer, Instant at, Instant older) {
    return Double.isFinite(newer) ? at : older;
  }

  private static double percent(double value) {
    return value >= 0 && value <= 100 ? value : Double.NaN;
  }

  private static EvseCopy copy(EvseState s) {
    return new EvseCopy(s);
  }
}
