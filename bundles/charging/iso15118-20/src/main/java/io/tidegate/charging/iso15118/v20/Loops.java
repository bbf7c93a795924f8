package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseAction.Wants;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.charging.iso15118.v20.Session.Limits;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.common.DynamicCLReqControlMode;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import java.util.ArrayList;
import java.util.List;

/** What the charge loops of AC and DC share. */
final class Loops {
  private Loops() {}

  /**
   * What the vehicle is told that it may do now. Magnitudes; one of both is 0.
   *
   * @param setpoint number of the site's setpoint, 0 for none
   */
  record Told(double chargeW, double dischargeW, long setpoint) {}

  /**
   * The offer in force, within what was stated and what is left of it. Discharge needs a
   * bidirectional service, the vehicle's word, and a setpoint that has not run out (S1.11).
   */
  static Told offer(Talk talk) {
    EvseView view = talk.view();
    Limits limits = talk.session().limits();
    double powerW = Numbers.or(view.offer().powerW(), 0);
    boolean alive = view.offer().expiresNanos() - talk.now() > 0;
    boolean discharge = talk.session().discharging() && alive;
    double charge =
        Math.min(powerW, Math.min(limits.statedChargeW(), Math.max(0, view.limitChargeW())));
    double out =
        Math.min(-powerW, Math.min(limits.statedDischargeW(), Math.max(0, view.limitDischargeW())));
    return new Told(Math.max(0, charge), discharge ? Math.max(0, out) : 0, view.offer().setpoint());
  }

  /** A discharge limit on the wire: a positive magnitude, but for makes that want it below 0. */
  static RationalNumber discharge(Talk talk, double limit) {
    RationalNumber magnitude = Numbers.atMost(limit);
    return talk.scene().quirks().negativeDischargeLimits()
        ? new RationalNumber(magnitude.exponent(), -magnitude.value())
        : magnitude;
  }

  /** Whether power may flow on: the contactor is closed and the vehicle is ready. */
  static boolean flowing(Talk talk) {
    return talk.contactor(ContactorState.CLOSED) && talk.view().pilot().ready();
  }

  static Wants dynamic(Talk talk, Wants wants, DynamicCLReqControlMode mode) {
    Wants energy =
        Desires.energy(
            wants,
            mode.evTargetEnergyRequest(),
            mode.evMaximumEnergyRequest(),
            mode.evMinimumEnergyRequest());
    return Desires.departure(energy, talk.view().at(), mode.departureTime());
  }

  /**
   * The reply to a loop request: the EVSE hears what is new and gets a new lease, unless the
   * session stands by.
   *
   * @param movement how the vehicle takes power
   */
  static Step<Session, V2GMessage> reply(
      Talk talk, Wants wants, Told told, EvseAction movement, V2GMessage response) {
    Session s = talk.session();
    boolean standby = s.phase() == Phase.STANDBY;
    Session next =
        talk.next(standby ? Phase.STANDBY : Phase.LOOP).wants(wants).told(told.setpoint()).made();
    List<EvseAction> actions = new ArrayList<>();
    if (!wants.equals(s.wants())) {
      actions.add(wants);
    }
    if (!standby) {
      actions.add(movement);
      actions.add(talk.lease(next));
    }
    if (told.setpoint() != 0 && told.setpoint() != s.told()) {
      actions.add(new EvseAction.Told(told.setpoint()));
    }
    return talk.say(next, response).act(actions).asRoutine();
  }
}
