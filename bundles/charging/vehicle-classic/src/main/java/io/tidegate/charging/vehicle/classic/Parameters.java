package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.charging.vehicle.classic.Session.Deal;
import io.tidegate.charging.vehicle.classic.Session.Limits;
import io.tidegate.charging.vehicle.dialect.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** ChargeParameterDiscovery (ISO 15118-2 §8.4.3.8): what both sides can, and the schedule. */
final class Parameters {
  private static final int PERCENT = 100;

  private Parameters() {}

  static Step<Session, Message> answer(Talk talk, Ask.ChargeParameterDiscovery ask) {
    Kind kind = Kind.CHARGE_PARAMETER_DISCOVERY;
    if (!Services.offers(talk, ask.mode())) {
      String why = "the vehicle asks for " + ask.mode() + ", which this EVSE has not";
      return talk.fail(kind, Verdict.FAILED_WRONG_ENERGY_TRANSFER_MODE, why);
    }
    if (ask.direct() != ask.mode().direct()) {
      String why = "the vehicle's parameters are not those of " + ask.mode();
      return talk.fail(kind, Verdict.FAILED_WRONG_CHARGE_PARAMETER, why);
    }
    if (ask.direct() && ask.maxV() < talk.rating().minV()) {
      String why = "the vehicle takes " + ask.maxV() + " V at most, less than the EVSE has";
      return talk.fail(kind, Verdict.FAILED_WRONG_CHARGE_PARAMETER, why);
    }
    boolean again = talk.session().phase() == Phase.RENEGOTIATION;
    Plan plan = Plans.of(talk, ask, tuple(talk.session().deal(), again));
    EvseAction.Wants wants = wants(talk, ask);
    double stated = Allowance.limit(talk);
    Phase phase = again ? Phase.REDELIVERY : ask.direct() ? Phase.CABLE_CHECKING : Phase.READY;
    Session next =
        talk.next(phase)
            .deal(talk.session().deal().over(ask.mode(), plan.tuple(), plan.powers()))
            .limits(new Limits(limit(ask.maxV()), limit(ask.maxA()), limit(ask.maxW()), stated))
            .wants(wants)
            .made();
    Step<Session, Message> step = talk.say(next, says(talk, plan, stated)).act(wants);
    return again ? step.act(talk.lease(next)) : step.act(new EvseAction.Lock());
  }

  /** After a pause the number of before goes on; a renegotiation gives the next one. */
  private static int tuple(Deal deal, boolean again) {
    if (deal.tuple() == 0) {
      return 1;
    }
    return again ? deal.tuple() % 255 + 1 : deal.tuple();
  }

  /** Some vehicles write 0 where they mean nothing. */
  private static double limit(double told) {
    return told > 0 ? told : Double.POSITIVE_INFINITY;
  }

  private static Say says(Talk talk, Plan plan, double stated) {
    double amps = talk.rating().maxChargeA();
    return new Say.ChargeParameterDiscovery(
        talk.status(),
        talk.direct(),
        plan,
        talk.rating().nominalV(),
        talk.rating().minV(),
        talk.rating().maxV(),
        talk.rating().minA(),
        amps,
        stated);
  }

  private static EvseAction.Wants wants(Talk talk, Ask.ChargeParameterDiscovery ask) {
    double power =
        ask.direct()
            ? (ask.maxW() > 0 ? ask.maxW() : ask.maxA() * ask.maxV())
            : ask.maxA() * talk.rating().nominalV() * ask.mode().phases();
    double soc = ask.battery().socPct();
    Optional<Instant> departure =
        ask.departureS() > 0
            ? Optional.of(talk.view().at().plus(Duration.ofSeconds((long) ask.departureS())))
            : Optional.empty();
    return new EvseAction.Wants(
        power > 0 ? power : Double.NaN,
        Math.min(Allowance.dischargeLimit(talk), power > 0 ? power : Double.POSITIVE_INFINITY),
        soc,
        ask.capacityWh(),
        ask.fullSocPct(),
        ask.energyWh(),
        ask.capacityWh() * (PERCENT - soc) / PERCENT,
        Double.NaN,
        departure);
  }
}
