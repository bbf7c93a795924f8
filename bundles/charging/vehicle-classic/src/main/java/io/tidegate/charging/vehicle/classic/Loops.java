package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.charging.vehicle.classic.Say.CurrentDemand.Achieved;
import io.tidegate.charging.vehicle.classic.Session.Limits;
import io.tidegate.charging.vehicle.dialect.Step;

/**
 * The charge loops: CurrentDemand (DC, ISO 15118-2 §8.4.5.4) and ChargingStatus (AC, §8.4.4.2).
 * Each response tells of the offer in force, and renews the lease under which power flows.
 */
final class Loops {
  /** What a regulator is off. */
  private static final double NEAR = 0.1;

  private Loops() {}

  static Step<Session, Message> answer(Talk talk, Ask.CurrentDemand demand) {
    boolean halted = talk.session().phase() == Phase.HALTED;
    Allowance may = Allowance.of(talk);
    double volts = volts(talk, demand);
    double target = target(talk, demand);
    boolean ill = !demand.battery().error().isEmpty();
    boolean idle = halted || ill || demand.complete();
    Session next = loop(talk).wants(Needs.now(talk, demand)).made();
    Step<Session, Message> step =
        talk.say(
            next,
            new Say.CurrentDemand(
                halted || ill ? Statuses.stop(talk) : talk.status(),
                Math.max(0, talk.view().voltageV()),
                talk.view().currentA(),
                achieved(talk, may, volts, target),
                talk.rating().maxV(),
                amps(talk, may, volts),
                may.dischargeW() > 0 ? -may.dischargeW() : halted ? 0 : may.chargeW(),
                talk.rating().evseId(),
                tuple(talk),
                Receipts.meter(talk),
                next.receipt().required()));
    step = ill ? step.note("", "the vehicle reports " + demand.battery().error()) : step;
    if (halted) {
      return step;
    }
    return told(talk, next, step)
        .act(
            idle
                ? new EvseAction.Window(window(talk, demand, false), 0, 0)
                : window(talk, demand, may, target, volts))
        .act(talk.lease(next))
        .asRoutine();
  }

  private static int tuple(Talk talk) {
    return Math.max(1, talk.session().deal().tuple());
  }

  /** The session after a loop message. Who has left state C gains no time by looping on. */
  private static Draft loop(Talk talk) {
    Session s = talk.session();
    if (s.phase() == Phase.HALTED) {
      return s.but();
    }
    return talk.next(Phase.LOOP).told(talk.view().offer().setpoint()).receipt(Receipts.next(talk));
  }

  private static Step<Session, Message> told(Talk talk, Session next, Step<Session, Message> step) {
    Step<Session, Message> all =
        next.told() == talk.session().told() ? step : step.act(new EvseAction.Told(next.told()));
    return next.wants().equals(talk.session().wants()) ? all : all.act(next.wants());
  }

  private static double volts(Talk talk, Ask.CurrentDemand demand) {
    double present = talk.view().voltageV();
    return Math.max(1, present > talk.rating().minV() ? present : demand.targetV());
  }

  /** What the vehicle wants, signed. */
  private static double target(Talk talk, Ask.CurrentDemand demand) {
    boolean turned =
        talk.scene().quirks().positiveDischargeCurrent()
            && talk.session().discharging()
            && talk.view().offer().powerW() < 0;
    return turned ? -Math.abs(demand.targetA()) : demand.targetA();
  }

  /** The current that is offered, signed, A. */
  private static double amps(Talk talk, Allowance may, double volts) {
    if (talk.session().phase() == Phase.HALTED) {
      return 0;
    }
    EvseRating rating = talk.rating();
    return may.dischargeW() > 0
        ? -Math.min(rating.maxDischargeA(), may.dischargeW() / volts)
        : Math.min(rating.maxChargeA(), may.chargeW() / volts);
  }

  private static Achieved achieved(Talk talk, Allowance may, double volts, double target) {
    double offered = Math.abs(amps(talk, may, volts));
    double wanted = Math.abs(target);
    double power = Math.max(may.chargeW(), may.dischargeW());
    return new Achieved(
        wanted > offered + NEAR,
        talk.view().voltageV() >= talk.rating().maxV() - NEAR,
        wanted * volts > power + NEAR * volts);
  }

  private static double window(Talk talk, Ask.CurrentDemand demand, boolean discharging) {
    double highest =
        Math.min(
            talk.rating().maxV(), Math.min(talk.session().limits().evMaxV(), known(demand.maxV())));
    return discharging ? highest : Math.min(highest, known(demand.targetV()));
  }

  private static EvseAction.Window window(
      Talk talk, Ask.CurrentDemand demand, Allowance may, double target, double volts) {
    Limits limits = talk.session().limits();
    EvseRating rating = talk.rating();
    double most =
        Math.min(
            Math.min(limits.evMaxA(), known(demand.maxA())),
            Math.min(limits.evMaxW(), known(demand.maxW())) / volts);
    boolean discharging = may.dischargeW() > 0 && target < 0;
    double charge = Math.max(0, Math.min(target, Math.min(most, rating.maxChargeA())));
    double discharge = discharging ? Math.min(-target, rating.maxDischargeA()) : 0;
    return new EvseAction.Window(window(talk, demand, discharging), charge, discharge);
  }

  /** Some vehicles write 0 where they mean nothing. */
  private static double known(double told) {
    return told > 0 ? told : Double.POSITIVE_INFINITY;
  }

  /** AC. */
  static Step<Session, Message> answer(Talk talk) {
    boolean halted = talk.session().phase() == Phase.HALTED;
    Session next = loop(talk).made();
    double amps = halted ? 0 : phaseAmps(talk);
    Step<Session, Message> step =
        talk.say(
            next,
            new Say.ChargingStatus(
                halted ? Statuses.stop(talk) : talk.status(),
                talk.rating().evseId(),
                tuple(talk),
                amps,
                Receipts.meter(talk),
                next.receipt().required()));
    return halted ? step : told(talk, next, step).act(talk.lease(next)).asRoutine();
  }

  /** What the offer is on each phase, A; below the least current there is none. */
  private static double phaseAmps(Talk talk) {
    EvseRating rating = talk.rating();
    int phases = talk.session().deal().mode().phases();
    double amps =
        Math.min(
            rating.maxChargeA(),
            Allowance.of(talk).chargeW() / (phases * Math.max(1, rating.nominalV())));
    return amps < rating.minA() ? 0 : amps;
  }
}
