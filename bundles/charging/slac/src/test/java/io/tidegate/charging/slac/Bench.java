package io.tidegate.charging.slac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.NetworkKey;
import io.tidegate.codec.slac.Octets;
import io.tidegate.sim.slac.Behaviour;
import io.tidegate.sim.slac.PowerLine;
import io.tidegate.sim.slac.SimulatedModem;
import io.tidegate.sim.slac.SlacVehicle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** EVSEs and vehicles on one simulated line, under a clock that jumps from deadline to deadline. */
final class Bench {
  final PowerLine line = new PowerLine();
  final List<Evse> evses = new ArrayList<>();
  final Random random = new Random(42);
  long now = 1_000_000;
  private int turns;

  /** One of ours: the machine behind a simulated modem. */
  final class Evse {
    final Rules rules;
    final SimulatedModem modem;
    final List<MmeFrame> sent = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    LinkState state;
    long deadline;

    Evse(int number, SimulatedModem.Maker maker, Rules.Maker configured) {
      rules = Bench.rules(MacAddress.parse("02:00:00:00:00:a" + number), configured);
      modem = new SimulatedModem(MacAddress.parse("02:b0:52:00:00:0" + number), maker);
      state = LinkState.fresh(rules, false, now);
      deadline = now;
      line.evse(rules.self(), modem, frame -> tell(new Event.Received(frame)));
    }

    void tell(Event event) {
      Step step = Slac.step(state, event, rules, now, Bench.this::secret);
      state = step.state();
      deadline = step.deadline();
      assertThat(deadline - now).isNotNegative();
      assertThat(state.runs()).hasSizeLessThanOrEqualTo(Rules.MOST_RUNS);
      step.notes().forEach(note -> notes.add(note.text()));
      for (MmeFrame frame : step.frames()) {
        sent.add(frame);
        line.send(frame, now);
      }
    }

    void asked(Event event) {
      tell(event);
      line.deliver();
    }

    PlcLink.Report report() {
      return state.report();
    }

    PlcLink.State plc() {
      return report().state();
    }

    long sent(Class<? extends Mme> type) {
      return sent.stream().filter(frame -> type.isInstance(frame.message())).count();
    }
  }

  static Rules rules(MacAddress self, Rules.Maker maker) {
    return new Rules(
        self, SimulatedModem.LOCAL, maker, Octets.zeros(17), 0, Rules.ms(50_000), Rules.ms(100));
  }

  Secret secret() {
    byte[] key = new byte[16];
    random.nextBytes(key);
    return new Secret(NetworkKey.of(key), random.nextInt() & 0xffff_ffffL);
  }

  Evse evse() {
    return evse(SimulatedModem.Maker.QUALCOMM, Rules.Maker.AUTO);
  }

  /** With its first key set. */
  Evse evse(SimulatedModem.Maker maker, Rules.Maker configured) {
    Evse evse = new Evse(evses.size() + 1, maker, configured);
    evses.add(evse);
    evse.asked(new Event.Tick());
    return evse;
  }

  SlacVehicle vehicle(int number, Behaviour behaviour) {
    SlacVehicle vehicle =
        new SlacVehicle(
            MacAddress.parse("02:00:00:00:00:e" + number), behaviour, new Random(number));
    line.vehicle(vehicle);
    return vehicle;
  }

  /** A good vehicle that is plugged in at an EVSE that waits for it. */
  SlacVehicle plugged(Evse evse, Behaviour behaviour) {
    SlacVehicle vehicle = vehicle(1, behaviour);
    evse.asked(new Event.Match());
    line.plug(vehicle, now);
    return vehicle;
  }

  /** A vehicle that has matched. */
  SlacVehicle matched(Evse evse) {
    SlacVehicle vehicle = plugged(evse, Behaviour.GOOD);
    until(() -> evse.plc() == PlcLink.State.MATCHED, 5_000);
    return vehicle;
  }

  void pass(long milliseconds) {
    long end = now + Rules.ms(milliseconds);
    while (step(end)) {
      assertThat(now).isLessThanOrEqualTo(end);
    }
  }

  void until(BooleanSupplier condition, long mostMs) {
    long end = now + Rules.ms(mostMs);
    while (!condition.getAsBoolean()) {
      boolean more = step(end);
      if (!more && !condition.getAsBoolean()) {
        throw new AssertionError(
            "not within " + mostMs + " ms: " + evses.stream().map(Evse::report).toList());
      }
    }
  }

  /** On to the next deadline, at most to the end; whether there is more before it. */
  private boolean step(long end) {
    long next = Math.min(end, line.deadline());
    for (Evse evse : evses) {
      next = Math.min(next, evse.deadline);
    }
    turns = next > now ? 0 : turns + 1;
    assertThat(turns).as("turns without an end").isLessThan(10);
    now = Math.max(now, next);
    for (Evse evse : evses) {
      if (now >= evse.deadline) {
        evse.asked(new Event.Tick());
      }
    }
    line.tick(now);
    return now < end;
  }
}
