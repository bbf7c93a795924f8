package io.tidegate.charging.din70121;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.Fault;
import io.tidegate.charging.din70121.Car.Stop;
import io.tidegate.codec.exi.iso15118.din.SessionStopReq;
import io.tidegate.codec.exi.iso15118.din.WeldingDetectionReq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Sessions that were good once, played again with pieces missing, doubled, exchanged and broken, at
 * an EVSE with troubles of its own: no contactor stays closed without a live session, nothing
 * throws, nothing hangs. How many: {@code -Dreplay.sessions=20000}.
 */
class ReplayTest {
  private static final int SESSIONS = Integer.getInteger("replay.sessions", 1_000);

  /** Beyond every timeout there is. */
  private static final Duration LONG = Duration.ofSeconds(200);

  private static List<byte[]> recorded() {
    Car car = new Car().to(Stop.LOOPING);
    for (int i = 0; i < 8; i++) {
      car.ok(Car.demand(10 + i));
    }
    car.from(Stop.STOPPED, Stop.STOPPED);
    car.ok(new WeldingDetectionReq(Car.status()));
    car.ok(new SessionStopReq());
    return List.copyOf(car.said);
  }

  @Test
  void leavesNoContactorClosedWithoutALiveSession() {
    List<byte[]> good = recorded();
    int closedOnce = 0;
    for (long seed = 0; seed < SESSIONS; seed++) {
      Random random = new Random(seed);
      Car car = new Car();
      car.rig.plugIn();
      for (byte[] message : mixed(good, random)) {
        car.rig.hear(message);
        disturb(car, random);
        closedOnce += car.rig.contactor == ContactorState.CLOSED ? 1 : 0;
        assertSafe(car, seed);
      }
      car.rig.pass(LONG);
      assertThat(car.rig.contactor)
          .as("seed " + seed + ": after a long silence")
          .isNotIn(ContactorState.CLOSED, ContactorState.MOVING);
      assertThat(car.rig.closed).as("seed " + seed + ": the line").isNotNull();
      assertThat(car.rig.leaseRanOut).as("seed " + seed + ": the lease").isFalse();
    }
    assertThat(closedOnce).as("sessions that reach power at all").isGreaterThan(SESSIONS / 10);
  }

  private static void assertSafe(Car car, long seed) {
    if (car.rig.closed != null || !car.rig.all(EvseAction.End.class).isEmpty()) {
      assertThat(car.rig.contactor)
          .as("seed " + seed + ": the session is over")
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
  private static void disturb(Car car, Random random) {
    switch (random.nextInt(60)) {
      case 0 -> car.rig.pilot = PilotState.B;
      case 1 -> car.rig.pilot = PilotState.C;
      case 2 -> car.rig.pilot = PilotState.A;
      case 3 ->
          car.rig.fault = Optional.of(new Fault("TEST_FAULT", "broken", random.nextBoolean()));
      case 4 -> car.rig.contactorWorks = !car.rig.contactorWorks;
      case 5 -> car.rig.insulates = !car.rig.insulates;
      case 6, 7, 8 -> car.rig.swap();
      case 9 -> car.rig.pass(Duration.ofMillis(random.nextInt(70_000)));
      case 10 -> car.rig.closeConnection();
      default -> car.rig.pass(Duration.ofMillis(random.nextInt(300)));
    }
    car.rig.becomes();
  }
}
