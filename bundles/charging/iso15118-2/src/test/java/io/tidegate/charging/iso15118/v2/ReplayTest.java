package io.tidegate.charging.iso15118.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.charging.iso15118.v2.Car.Stop;
import io.tidegate.charging.iso15118.v2.World.Scenario;
import io.tidegate.codec.exi.iso15118.iso2.ChargeProgress;
import io.tidegate.codec.exi.iso15118.iso2.ChargingSession;
import io.tidegate.codec.exi.iso15118.iso2.WeldingDetectionReq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sessions that were good once, played again with pieces missing, doubled, exchanged and broken, at
 * an EVSE with troubles of its own: no contactor stays closed without a live session, nothing
 * throws, nothing hangs. How many a scenario: {@code -Dreplay.sessions=20000}.
 */
class ReplayTest {
  private static final int SESSIONS = Integer.getInteger("replay.sessions", 400);

  /** Beyond every timeout there is. */
  private static final Duration LONG = Duration.ofSeconds(200);

  private static List<byte[]> recorded(Scenario scenario) {
    World world = new World(scenario);
    Car car = world.car.to(Stop.LOOPING);
    car.ok(car.delivery(ChargeProgress.RENEGOTIATE));
    car.agree();
    car.ok(car.delivery(ChargeProgress.START));
    car.ok(car.loop());
    car.from(Stop.STOPPED, Stop.STOPPED);
    if (car.direct) {
      car.ok(new WeldingDetectionReq(car.status()));
    }
    car.ok(car.stop(ChargingSession.TERMINATE));
    return List.copyOf(car.said);
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void leavesNoContactorClosedWithoutALiveSession(Scenario scenario) {
    List<byte[]> good = recorded(scenario);
    int closedOnce = 0;
    for (long seed = 0; seed < SESSIONS; seed++) {
      Random random = new Random(seed);
      World world = new World(scenario);
      world.rig.plugIn();
      for (byte[] message : mixed(good, random)) {
        world.rig.hear(message);
        disturb(world, random);
        closedOnce += world.rig.contactor == ContactorState.CLOSED ? 1 : 0;
        assertSafe(world, scenario, seed);
      }
      world.rig.pass(LONG);
      assertThat(world.rig.contactor)
          .as(scenario + ", seed " + seed + ": after a long silence")
          .isNotIn(ContactorState.CLOSED, ContactorState.MOVING);
      assertThat(world.rig.closed).as(scenario + ", seed " + seed + ": the line").isNotNull();
      assertThat(world.rig.leaseRanOut).as(scenario + ", seed " + seed + ": the lease").isFalse();
    }
    assertThat(closedOnce).as("sessions that reach power at all").isGreaterThan(SESSIONS / 10);
  }

  private static void assertSafe(World world, Scenario scenario, long seed) {
    if (world.rig.closed != null || !world.rig.all(EvseAction.End.class).isEmpty()) {
      assertThat(world.rig.contactor)
          .as(scenario + ", seed " + seed + ": the session is over")
          .isNotIn(ContactorState.CLOSED, ContactorState.MOVING);
    }
  }

  /** A beginning of it, with messages left out, doubled, exchanged and broken. */
  private static List<byte[]> mixed(List<byte[]> good, Random random) {
    List<byte[]> mixed = new ArrayList<>(good.subList(0, 1 + random.nextInt(good.size())));
    int changes = random.nextInt(4);
    for (int i = 0; i < changes && !mixed.isEmpty(); i++) {
      int at = random.nextInt(mixed.size());
      switch (random.nextInt(4)) {
        case 0 -> mixed.add(at, mixed.get(at));
        case 1 -> mixed.remove(at);
        case 2 -> mixed.add(at, good.get(random.nextInt(good.size())));
        default -> mixed.set(at, broken(mixed.get(at), random));
      }
    }
    return mixed;
  }

  private static byte[] broken(byte[] message, Random random) {
    if (message.length == 0) {
      return new byte[1];
    }
    byte[] broken = message.clone();
    for (int i = 0; i <= random.nextInt(3); i++) {
      broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(4) > 0
        ? broken
        : java.util.Arrays.copyOf(broken, random.nextInt(broken.length + 4));
  }

  /** Now and then something happens at the EVSE. */
  private static void disturb(World world, Random random) {
    switch (random.nextInt(60)) {
      case 0 -> world.rig.pilot = PilotState.B;
      case 1 -> world.rig.pilot = PilotState.C;
      case 2 -> world.rig.pilot = PilotState.A;
      case 3 ->
          world.rig.fault = Optional.of(new Fault("TEST_FAULT", "broken", random.nextBoolean()));
      case 4 -> world.rig.contactorWorks = !world.rig.contactorWorks;
      case 5 -> world.rig.insulates = !world.rig.insulates;
      case 6, 7, 8 -> world.rig.swap();
      case 9 -> world.rig.pass(Duration.ofMillis(random.nextInt(70_000)));
      case 10 -> world.rig.closeConnection();
      default -> world.rig.pass(Duration.ofMillis(random.nextInt(300)));
    }
    world.rig.becomes();
  }
}
