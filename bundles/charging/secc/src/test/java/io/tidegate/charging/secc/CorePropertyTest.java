package io.tidegate.charging.secc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import io.tidegate.api.vehicle.PlcLink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of dialects, sites, operators and devices that behave and misbehave: what must
 * never be is not at any step.
 */
class CorePropertyTest {
  private static final int HISTORIES = 250;
  private static final int STEPS = 400;
  private static final double STOP_NANOS = 1.1e9;

  private Random random;
  private Rig rig;

  // what the test knows by itself
  private long leaseUntil;
  private double givenW;
  private long givenUntil;
  private long givenId;
  private boolean permitted;
  private boolean anew;
  private String transaction = "";
  private String session = "";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void holdsItsLimitsWhateverHappens(boolean direct) {
    int closedSteps = 0;
    int discharging = 0;
    for (int history = 0; history < HISTORIES; history++) {
      random = new Random(31L * history + (direct ? 1 : 0));
      rig = direct ? Rig.dc() : Rig.ac();
      leaseUntil = rig.now;
      givenUntil = rig.now;
      givenId = 0;
      permitted = false;
      anew = false;
      transaction = "";
      session = "";
      if (random.nextInt(3) > 0) {
        rig.energise();
        transaction = rig.state.transaction;
        session = rig.state.session;
        leaseUntil = rig.now + 60_000_000_000L;
        discharge(random.nextInt(4) > 0);
      }
      for (int step = 0; step < STEPS; step++) {
        act();
        rig.step();
        check();
        rig.run(10 * (1 + random.nextInt(5)));
        settle();
        check();
        closedSteps += rig.orders.closed() ? 1 : 0;
        discharging += rig.orders.amps() < 0 ? 1 : 0;
      }
    }
    assertThat(closedSteps).as("the histories reach power").isGreaterThan(HISTORIES * STEPS / 20);
    if (direct) {
      assertThat(discharging).as("and discharge").isGreaterThan(HISTORIES / 2);
    }
  }

  private void check() {
    Orders o = rig.orders;
    UnitState s = rig.state;
    if (o.closed()) {
      assertThat(rig.now - leaseUntil)
          .as("closed under a lease, or on the way to open")
          .isLessThan((long) STOP_NANOS);
      assertThat(s.authorisation == Authorisation.ACCEPTED || s.mode == UnitState.Mode.STOPPING)
          .as("closed for somebody who may charge")
          .isTrue();
      assertThat(rig.stopped).as("closed under an emergency stop").isFalse();
      assertThat(rig.silent).as("closed without devices").isEmpty();
      assertThat(rig.pilot.ready()).as("closed in pilot state " + rig.pilot).isTrue();
      assertThat(s.fault.isEmpty() || s.mode == UnitState.Mode.STOPPING).isTrue();
    }
    if (o.amps() != 0 && !preparing(s)) {
      current(o);
    }
    if (o.on() && preparing(s)) {
      assertThat(rig.closed.orElse(true)).as("voltage before the contactor only").isFalse();
    }
    assertThat(o.volts()).isBetween(0.0, rig.set.rating().maxV());
    assertThat(o.locked() || !o.closed()).as("a live plug is locked").isTrue();
  }

  private static boolean preparing(UnitState s) {
    return s.mode == UnitState.Mode.CABLE_CHECK || s.mode == UnitState.Mode.PRECHARGE;
  }

  private void current(Orders o) {
    boolean inForce = givenId != 0 && rig.now - givenUntil < 0;
    double offered = inForce ? givenW : 3_000;
    double volts = Math.max(rig.volts, rig.set.rating().minV());
    assertThat(o.closed()).as("current through an open contactor").isTrue();
    if (o.amps() > 0) {
      assertThat(o.amps() * volts).isLessThanOrEqualTo(Math.max(0, offered) + 1e-6);
      assertThat(o.amps()).isLessThanOrEqualTo(rig.set.rating().maxChargeA());
      assertThat(o.amps()).isLessThanOrEqualTo(rig.state.windowChargeA);
    } else {
      assertThat(inForce && givenW < 0).as("discharge without a setpoint").isTrue();
      assertThat(permitted).as("discharge without permission").isTrue();
      assertThat(o.amps() * volts).isGreaterThanOrEqualTo(givenW - 1e-6);
      assertThat(-o.amps()).isLessThanOrEqualTo(rig.state.windowDischargeA);
      assertThat(-o.amps()).isLessThanOrEqualTo(rig.set.rating().maxDischargeA());
    }
  }

  private void act() {
    switch (random.nextInt(34)) {
      case 0 -> say(new EvseAction.Begin(hex(), "v", random.nextBoolean()));
      case 1 -> say(new EvseAction.Authorise(Optional.empty()));
      case 2, 3, 4 -> lease(random.nextInt(3_000));
      case 5 -> say(new EvseAction.CableCheck(amount(1_200)));
      case 6 -> say(new EvseAction.PreCharge(amount(1_200), amount(50)));
      case 7, 8 -> say(new EvseAction.Window(amount(1_200), amount(150), amount(150)));
      case 9 -> discharge(random.nextInt(4) > 0);
      case 10, 11, 12, 13 -> give();
      case 14 -> say(new EvseAction.Deenergise(random.nextBoolean(), "", "test"));
      case 15 -> end();
      case 16 -> rig.pilot = pick(PilotState.A, PilotState.B, PilotState.UNKNOWN, PilotState.E);
      case 17, 18, 19, 20 -> recover();
      case 21 -> rig.stopped = random.nextInt(4) == 0;
      case 22 -> rig.silent = random.nextInt(4) == 0 ? "E01.pilot" : "";
      case 23 -> rig.obedient = random.nextInt(3) > 0;
      case 24 -> rig.ohms = random.nextInt(3) == 0 ? 1_000 * random.nextInt(600) : 2e6;
      case 25 -> rig.extraA = random.nextInt(4) == 0 ? random.nextInt(200) - 100 : 0;
      case 26 -> rig.plc = pick(Optional.empty(), Optional.of(Rig.link(PlcLink.State.MATCHED, 9)));
      case 27 -> rig.supplyW = random.nextBoolean() ? Double.NaN : amount(50_000);
      case 28 -> pause();
      case 29 -> rig.step(new Command.Dismiss());
      case 30 -> rig.energise();
      case 31 -> listenAnew();
      case 32 -> say(new EvseAction.Told(random.nextInt(100)));
      default -> rig.step(new Command.Let("t"));
    }
    if (rig.state.mode == UnitState.Mode.ENERGISED && rig.state.leaseUntil > leaseUntil) {
      leaseUntil = rig.state.leaseUntil;
    }
    settle();
  }

  /** Setpoints go with their transaction, permissions with their session. */
  private void settle() {
    if (!rig.state.transaction.equals(transaction)) {
      transaction = rig.state.transaction;
      givenId = 0;
    }
    if (!rig.state.session.equals(session)) {
      session = rig.state.session;
      permitted = false;
    }
    permitted &= rig.state.paused.isEmpty();
  }

  private void lease(int millis) {
    rig.renew(millis);
  }

  private void end() {
    say(new EvseAction.End("", "test"));
    permitted = false;
  }

  private void pause() {
    say(new EvseAction.Pause(new PausedSession(new byte[8], new byte[0], "s", new byte[0])));
    permitted = false;
  }

  private void discharge(boolean allowed) {
    say(new EvseAction.Discharge(allowed, "test"));
    permitted = !rig.state.session.isEmpty() && allowed;
  }

  private void give() {
    double watts = random.nextInt(60_000) - 35_000;
    int seconds = random.nextInt(20);
    long id = random.nextInt(8) == 0 ? givenId : givenId + 1 + random.nextInt(3);
    int before = rig.posted(SiteInput.SetpointOutcome.class).size();
    rig.give(id, watts, seconds);
    List<SiteInput.SetpointOutcome> outcomes = rig.posted(SiteInput.SetpointOutcome.class);
    boolean refused =
        outcomes.subList(before, outcomes.size()).stream()
            .anyMatch(x -> x.setpoint() == id && x.outcome() != SiteInput.Outcome.ACCEPTED);
    if (!refused && rig.state.setpoint == id && (id > givenId || anew)) {
      anew = false;
      givenId = id;
      givenW = watts;
      givenUntil = rig.now + seconds * 1_000_000_000L;
    }
  }

  /** The site numbers its setpoints as it likes from then on. */
  private void listenAnew() {
    rig.step(new Command.TellAgain());
    anew = true;
  }

  private void recover() {
    rig.pilot = PilotState.C;
    rig.obedient = true;
    rig.stopped = false;
    rig.silent = "";
    rig.extraA = 0;
    rig.ohms = 2e6;
    rig.plc = Optional.empty();
  }

  private void say(EvseAction action) {
    rig.say(action);
  }

  private String hex() {
    return random.nextInt(3) == 0 ? "0000000000000000" : Rig.SESSION;
  }

  private double amount(int most) {
    return random.nextInt(8) == 0 ? Double.NaN : random.nextInt(most);
  }

  @SafeVarargs
  private <T> T pick(T... from) {
    return from[random.nextInt(from.length)];
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void givesTheSameForTheSame(int seed) {
    Random choice = new Random(seed);
    Rig one = new Rig(Map.of());
    Rig other = new Rig(Map.of());
    for (int i = 0; i < 300; i++) {
      int power = choice.nextInt(20_000) - 8_000;
      for (Rig each : List.of(one, other)) {
        if (i == 10) {
          each.energise().allowDischarge();
        }
        each.give(i, power, 10);
        each.say(new EvseAction.Energise(Duration.ofSeconds(1))).run(30);
      }
      assertThat(one.orders).isEqualTo(other.orders);
      assertThat(Views.Key.of(one.view())).isEqualTo(Views.Key.of(other.view()));
    }
    assertThat(one.effects).isEqualTo(other.effects);
  }
}
