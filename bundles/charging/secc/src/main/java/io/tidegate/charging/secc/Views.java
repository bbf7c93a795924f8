package io.tidegate.charging.secc;

import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.api.vehicle.EvseView.MeterValue;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import io.tidegate.api.vehicle.EvseView.PowerOffer;
import io.tidegate.api.vehicle.EvseView.PowerSlot;
import java.util.List;
import java.util.Optional;

/** What dialects see of the state. */
final class Views {
  private static final long DAY_S = 86_400;
  private static final long DAY_NANOS = DAY_S * 1_000_000_000L;

  private Views() {}

  /** What a change of is worth a call: everything but time and measurements. */
  record Key(
      Object pilot,
      ContactorState contactor,
      boolean locked,
      Insulation insulation,
      double offerW,
      long setpoint,
      double limitChargeW,
      double limitDischargeW,
      Authorisation authorisation,
      Notice notice,
      Optional<Fault> fault,
      Optional<PausedSession> paused,
      boolean certificates) {
    static Key of(EvseView v) {
      return new Key(
          v.pilot(),
          v.contactor(),
          v.locked(),
          v.insulation(),
          v.offer().powerW(),
          v.offer().setpoint(),
          v.limitChargeW(),
          v.limitDischargeW(),
          v.authorisation(),
          v.notice(),
          v.fault(),
          v.paused(),
          v.serviceCertificates());
    }
  }

  static EvseView view(Turn t, boolean certificates) {
    double charge = Power.limitChargeW(t);
    double discharge = Power.limitDischargeW(t);
    boolean inForce = Power.inForce(t);
    return new EvseView(
        t.world.at(),
        t.now,
        t.sensed.pilot(),
        Power.contactor(t),
        t.sensed.locked().orElse(false),
        t.s.insulation,
        t.sensed.volts(),
        t.sensed.amps(),
        Report.powerW(t),
        meter(t),
        new PowerOffer(
            Power.offerW(t),
            inForce ? t.s.setpoint : 0,
            inForce ? t.s.setpointUntil : t.now + DAY_NANOS),
        charge,
        discharge,
        List.of(new PowerSlot(DAY_S, charge, discharge)),
        List.of(),
        t.s.authorisation,
        t.s.notice(),
        t.s.fault,
        t.s.paused,
        certificates);
  }

  private static MeterValue meter(Turn t) {
    return new MeterValue(
        t.sensed.meter().map(m -> m.serial()).orElse(""),
        t.s.importWh,
        t.s.exportWh,
        t.world.at(),
        t.sensed.meter().flatMap(m -> m.signature()));
  }
}
