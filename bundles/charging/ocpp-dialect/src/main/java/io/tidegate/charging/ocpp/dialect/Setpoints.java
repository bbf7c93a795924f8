package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings cleared setpoints to the mailboxes of their stations. What cannot be sent is reported at
 * once. The envelope has decided already; that a discharge goes only where a vehicle or an operator
 * has agreed to one is checked here once more, as far as this connection knows (S1.11).
 */
final class Setpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Setpoints.class);

  private final SiteModel model;
  private final Lines lines;
  private final Calls calls;
  private final Courier courier;
  private final Phrasing phrasing;
  private final InstantSource time;

  Setpoints(
      SiteModel model,
      Lines lines,
      Calls calls,
      Courier courier,
      Phrasing phrasing,
      InstantSource time) {
    this.time = time;
    this.model = model;
    this.lines = lines;
    this.calls = calls;
    this.courier = courier;
    this.phrasing = phrasing;
  }

  void apply(List<Clearance> clearances) {
    for (Clearance clearance : clearances) {
      if (!sent(clearance)) {
        Setpoint setpoint = clearance.setpoint();
        SiteInput input =
            new SiteInput.SetpointOutcome(
                setpoint.evse(), setpoint.id(), SiteInput.Outcome.NOT_SENT);
        Undelivered.log(courier.deliver(input), input);
      }
    }
  }

  private boolean sent(Clearance clearance) {
    Setpoint setpoint = clearance.setpoint();
    int index = model.indexOf(setpoint.evse());
    if (index < 0) {
      return false;
    }
    EvseSpec evse = model.evses().get(index);
    Optional<Line> line = lines.of(evse.station()).filter(l -> l.state().online());
    if (line.isEmpty()) {
      return false;
    }
    StationState state = line.get().state();
    EvseEntry entry = state.evse(evse.number());
    Optional<StationSpec> station = model.station(evse.station());
    if (station.isEmpty()) {
      return false;
    }
    if (!entry.charging() || !Double.isFinite(setpoint.powerW())) {
      return false;
    }
    SessionId session = line.get().session(entry.booked());
    if (!setpoint.session().equals(Optional.of(session))) {
      LOG.info(
          "Setpoint {} is for another session than {}, which EVSE {} is in by now: not sent",
          setpoint.id(),
          session.value(),
          evse.id());
      return false;
    }
    if (setpoint.powerW() < 0 && !mayDischarge(line.get(), station.get(), evse)) {
      LOG.error(
          "Setpoint {} would discharge at EVSE {}, where nobody has agreed to it or the station"
              + " cannot be told so: not sent",
          setpoint.id(),
          evse.id());
      return false;
    }
    Optional<? extends Record> request =
        phrasing.of(line.get(), station.get(), evse, atOurTime(setpoint), agreed(evse, entry));
    Duration spacing = station.get().setpointInterval();
    return request.isPresent()
        && calls.set(line.get(), request.get(), clearance, spacing, evse.id().value());
  }

  /**
   * The setpoint with its life counted from now by the clock that the stations' clocks are compared
   * with: the loop's time may stand ahead of it when somebody has set it back.
   */
  private Setpoint atOurTime(Setpoint s) {
    Instant now = time.instant();
    if (!s.issued().isAfter(now)) {
      return s;
    }
    Instant expires = now.plus(Duration.between(s.issued(), s.expires()));
    return new Setpoint(s.id(), s.evse(), s.session(), s.powerW(), now, expires, s.reasons());
  }

  private boolean mayDischarge(Line line, StationSpec station, EvseSpec evse) {
    return phrasing.takesDischarge(line, station) && agreed(evse, line.state().evse(evse.number()));
  }

  /** Of a transaction that began before this connection only the envelope knows the permission. */
  private static boolean agreed(EvseSpec evse, EvseEntry entry) {
    return evse.dischargeAttested() || entry.discharge().orElse(true);
  }
}
