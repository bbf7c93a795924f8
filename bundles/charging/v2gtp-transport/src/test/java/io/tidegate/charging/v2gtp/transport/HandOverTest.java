package io.tidegate.charging.v2gtp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dialect is exchanged while a vehicle talks (P2). */
class HandOverTest {
  @TempDir Path home;

  @Test
  void handsTheLineOverWithItsSlotUnderTraffic() throws Exception {
    try (Rig rig = new Rig(home, "messages.per.second=10000");
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      AtomicInteger asked = new AtomicInteger();
      Thread traffic =
          new Thread(
              () -> {
                try {
                  for (int i = 1; i <= 2000; i++) {
                    byte[] answer = vehicle.ask(0x8001, 42);
                    assertThat(answer[1]).isEqualTo((byte) i); // counted in the slot: none is lost
                    asked.set(i);
                  }
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      traffic.start();
      long before = 1;
      for (int version = 2; version <= 20; version++) {
        int until = asked.get() + 20;
        Rig.await(() -> asked.get() >= Math.min(until, 2000) || failure.get() != null);
        long id = rig.bind(new FakeDialect(version, Rig.DIN), 0, "1.0." + version);
        rig.transport.unbind(before);
        before = id;
      }
      traffic.join(TimeUnit.SECONDS.toMillis(60));
      assertThat(failure.get()).isNull();
      assertThat(asked).hasValue(2000);
      assertThat(vehicle.ask(0x8001, 1)[0]).isEqualTo((byte) 20);
      rig.dialect.await("HANDED_OVER");
    }
  }

  @Test
  void letsTheHighestRankingThenTheNewestBundleSpeak() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      rig.bind(new FakeDialect(2, Rig.DIN), 0, "0.9.0");
      assertThat(vehicle.ask(0x8001, 1)[0]).isEqualTo((byte) 1);
      rig.bind(new FakeDialect(3, Rig.DIN), 0, "1.1.0");
      assertThat(vehicle.ask(0x8001, 1)[0]).isEqualTo((byte) 3);
      rig.bind(new FakeDialect(4, Rig.DIN), 5, "0.1.0");
      assertThat(vehicle.ask(0x8001, 1)[0]).isEqualTo((byte) 4);
      rig.bind(new FakeDialect(5, Rig.ISO2), 9, "9.0.0");
      assertThat(vehicle.ask(0x8001, 1)[0]).isEqualTo((byte) 4);
    }
  }

  @Test
  void keepsTheLineWhileNobodySpeaksForAMoment() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      vehicle.ask(0x8001, 1);
      rig.transport.unbind(1);
      vehicle.send(0x8001, 2);
      Rig.await(() -> rig.transport.lines().get(0).state().received() == 2);
      assertThat(rig.transport.lines().get(0).state().dialect()).isEmpty();
      rig.bind(new FakeDialect(2, Rig.DIN), 0, "1.0.1");
      assertThat(vehicle.frame().payload()).containsExactly(2, 2, 2);
    }
  }

  @Test
  void closesTheLineWhenNobodySpeaksAnyMore() throws Exception {
    try (Rig rig = new Rig(home, "dialect.gap.ms=50");
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      rig.transport.unbind(1);
      assertThat(vehicle.closed()).isTrue();
      Rig.await(() -> rig.transport.lines().isEmpty());
    }
  }

  @Test
  void waitsForTheAnswerThatIsBeingMadeBeforeItHandsOver() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      vehicle.send(0x8001, FakeDialect.ANSWER_ON_CHANGE);
      Rig.await(() -> rig.transport.lines().get(0).state().received() == 1);
      FakeDialect newer = new FakeDialect(2, Rig.DIN);
      rig.bind(newer, 0, "2.0.0");
      rig.unit.pilot(io.tidegate.api.device.PilotState.B);
      assertThat(vehicle.frame().payload()[0]).isEqualTo((byte) 1);
      newer.await("attached");
      assertThat(vehicle.ask(0x8001, 1)[0]).isEqualTo((byte) 2);
    }
  }

  @Test
  void letsTheNextDialectGiveTheAnswerThatOneThatHadToGoOwes() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      vehicle.send(0x8001, FakeDialect.ANSWER_ON_CHANGE);
      Rig.await(() -> rig.transport.lines().get(0).state().received() == 1);
      rig.bind(new FakeDialect(2, Rig.DIN), 0, "2.0.0");
      rig.transport.unbind(1);
      rig.dialect.await("HANDED_OVER");
      assertThat(vehicle.frame().payload()[0]).isEqualTo((byte) 2);
    }
  }

  @Test
  void tellsTheNextDialectOfADeadlineThatPassedMeanwhile() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      vehicle.ask(0x8001, FakeDialect.DEADLINE);
      rig.transport.unbind(1);
      FakeDialect next = new FakeDialect(2, Rig.DIN);
      rig.bind(next, 0, "2.0.0");
      // whichever of the two it reached
      Rig.await(() -> rig.dialect.events.contains("expired") || next.events.contains("expired"));
    }
  }
}
