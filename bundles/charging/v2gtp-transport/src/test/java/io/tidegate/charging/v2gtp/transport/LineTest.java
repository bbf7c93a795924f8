package io.tidegate.charging.v2gtp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.device.PilotState;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vehicle's connection without TLS. */
class LineTest {
  @TempDir Path home;

  @Test
  void carriesMessagesToTheDialectAndItsAnswersBack() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      assertThat(vehicle.ask(0x8001, 5, 6)).containsExactly(1, 1, 5, 6);
      assertThat(vehicle.ask(0x8102, 7)).containsExactly(1, 2, 7);
      assertThat(rig.dialect.line.peer().evse()).hasToString("E01");
      assertThat(rig.dialect.line.peer().schemaId()).isEqualTo(7);
      assertThat(rig.dialect.line.peer().protocol()).isEqualTo(Rig.DIN);
      assertThat(rig.dialect.line.peer().tls()).isEmpty();
      assertThat(rig.dialect.line.peer().entropy()).hasSize(64);
      assertThat(rig.transport.lines().get(0).state().dialect()).isEqualTo("fake 1.0.0");
      assertThat(rig.transport.lines().get(0).state().received()).isEqualTo(2);
    }
  }

  @Test
  void tellsTheDialectThatTheVehicleHasGone() throws Exception {
    try (Rig rig = new Rig(home)) {
      try (Vehicle vehicle = rig.vehicle(Rig.DIN)) {
        vehicle.ask(0x8001, 1);
      }
      rig.dialect.await("CLOSED");
      Rig.await(() -> rig.transport.lines().isEmpty());
      assertThat(rig.unit.watchers).isEmpty();
    }
  }

  @Test
  void deliversOneMessageAtATime() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      vehicle.send(0x8001, FakeDialect.ANSWER_ON_CHANGE);
      vehicle.send(0x8002, 9);
      Rig.await(() -> rig.transport.lines().get(0).state().received() == 2);
      assertThat(rig.transport.lines().get(0).state().sent()).isZero();
      rig.unit.pilot(PilotState.B);
      assertThat(vehicle.frame().payload()).containsExactly(1, 1, FakeDialect.ANSWER_ON_CHANGE);
      assertThat(vehicle.frame().payload()).containsExactly(1, 2, 9);
    }
  }

  @Test
  void cutsAVehicleThatDoesNotWaitForAnswers() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      for (int i = 0; i < 6; i++) {
        vehicle.send(0x8001, FakeDialect.SILENT);
      }
      assertThat(vehicle.closed()).isTrue();
      rig.dialect.await("CLOSED");
    }
  }

  @Test
  void dropsAnAnswerToNothing() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      assertThat(vehicle.ask(0x8001, FakeDialect.TWICE)).hasSize(3);
      assertThat(vehicle.ask(0x8001, 3)).containsExactly(1, 3, 3);
    }
  }

  @Test
  void tellsTheDialectWhenTheDeadlineHasPassed() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      long before = System.nanoTime();
      vehicle.ask(0x8001, FakeDialect.DEADLINE);
      rig.dialect.await("expired");
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
    }
  }

  @Test
  void doesNotTakeItsOwnDelayForTheVehicles() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      vehicle.send(0x8001, FakeDialect.HANG);
      assertThat(rig.dialect.hung.await(30, TimeUnit.SECONDS)).isTrue();
      long hung = System.nanoTime();
      vehicle.send(0x8001, FakeDialect.IN_TIME);
      while (System.nanoTime() - hung < 50_000_000) {
        Thread.onSpinWait();
      }
      rig.dialect.resume.countDown();
      rig.dialect.await("in time", "expired");
    }
  }

  @Test
  void closesTheLineOfADialectThatThrowsAndNoOther() throws Exception {
    try (Rig rig =
        new Rig(home, "doors=E01@lo:" + Rig.freeUdpPort() + ",E02@lo:" + Rig.freeUdpPort())) {
      rig.transport.bind(new FakeUnit("E02", true));
      Rig.await(() -> rig.transport.doors().stream().allMatch(d -> d.port() != 0));
      int first = rig.transport.doors().get(0).port();
      int second = rig.transport.doors().get(1).port();
      try (Vehicle one = new Vehicle(first);
          Vehicle other = new Vehicle(second)) {
        one.agree(Rig.DIN);
        other.agree(Rig.DIN);
        one.send(0x8001, FakeDialect.THROW);
        assertThat(one.closed()).isTrue();
        rig.dialect.await("CLOSED");
        assertThat(other.ask(0x8001, 4)).containsExactly(1, 1, 4);
      }
    }
  }

  @Test
  void closesWhenTheDialectSaysSo() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      vehicle.send(0x8001, FakeDialect.CLOSE);
      assertThat(vehicle.closed()).isTrue();
      rig.dialect.await("CLOSED");
    }
  }

  @Test
  void closesWhenThePlugIsOut() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      rig.unit.pilot(PilotState.A);
      assertThat(vehicle.closed()).isTrue();
      rig.dialect.await("CLOSED");
    }
  }

  @Test
  void closesWhenTheUnitGoes() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      rig.transport.unbind(rig.unit);
      assertThat(vehicle.closed()).isTrue();
    }
  }

  @Test
  void letsANewConnectionOfTheVehicleReplaceADeadOne() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle dead = rig.vehicle(Rig.DIN)) {
      rig.dialect.await("attached");
      try (Vehicle vehicle = rig.vehicle(Rig.DIN)) {
        rig.dialect.await("CLOSED");
        rig.dialect.await("attached");
        assertThat(dead.closed()).isTrue();
        assertThat(vehicle.ask(0x8001, 8)).containsExactly(1, 1, 8);
        assertThat(rig.transport.lines()).hasSize(1);
      }
    }
  }

  @Test
  void endsAConnectionThatDoesNotSetUpASessionInTime() throws Exception {
    try (Rig rig = new Rig(home, "setup.timeout.ms=200")) {
      try (Vehicle silent = rig.vehicle()) {
        assertThat(silent.closed()).isTrue();
      }
      try (Vehicle agreed = rig.vehicle(Rig.DIN)) {
        assertThat(agreed.closed()).isTrue();
        rig.dialect.await("CLOSED");
      }
      try (Vehicle settled = rig.vehicle(Rig.DIN)) {
        settled.ask(0x8001, FakeDialect.DEADLINE);
        rig.dialect.await("expired");
        assertThat(settled.ask(0x8001, 1)).hasSize(3);
      }
    }
  }

  @Test
  void letsWhoeverOnlyHoldsAPlaceMakeWayForTheNext() throws Exception {
    try (Rig rig = new Rig(home, "connections.max=2");
        Vehicle one = rig.vehicle();
        Vehicle two = rig.vehicle();
        Vehicle three = rig.vehicle()) {
      assertThat(one.closed()).isTrue();
      assertThat(two.agree(Rig.DIN)).startsWith("OK_");
      try (Vehicle four = rig.vehicle()) {
        assertThat(three.closed()).isTrue();
        // who has agreed stays, however many knock
        assertThat(two.ask(0x8001, 1)).hasSize(3);
        assertThat(four.agree(Rig.DIN)).startsWith("OK_");
      }
    }
  }

  @Test
  void refusesAFurtherConnectionWhereAllHaveAgreed() throws Exception {
    try (Rig rig = new Rig(home, "connections.max=1");
        Vehicle one = rig.vehicle(Rig.DIN);
        Vehicle two = rig.vehicle()) {
      assertThat(two.closed()).isTrue();
      assertThat(one.ask(0x8001, 1)).hasSize(3);
    }
  }

  @Test
  void cutsAVehicleThatSendsItsRequestsInOnePiece() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      byte[] frame = io.tidegate.codec.v2gtp.V2gtp.frame(0x8001, new byte[] {1});
      byte[] all = new byte[frame.length * 500];
      for (int i = 0; i < 500; i++) {
        System.arraycopy(frame, 0, all, i * frame.length, frame.length);
      }
      vehicle.raw(all);
      assertThat(vehicle.closed()).isTrue();
      rig.dialect.await("CLOSED");
      assertThat(rig.dialect.line.slot().bytes().length).as("messages delivered").isLessThan(50);
    }
  }

  @Test
  void deliversNoMoreMessagesASecondThanConfigured() throws Exception {
    try (Rig rig = new Rig(home, "messages.per.second=20");
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      long begin = System.nanoTime();
      for (int i = 0; i < 30; i++) {
        assertThat(vehicle.ask(0x8001, 1)).hasSize(3);
      }
      // twenty at once, then one each 50 ms
      assertThat(System.nanoTime() - begin).isGreaterThan(400_000_000L);
    }
  }

  @Test
  void cutsWhatIsNoV2gtp() throws Exception {
    try (Rig rig = new Rig(home)) {
      byte[][] hostile = {
        "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        {2, (byte) 0xfd},
        {1, (byte) 0xfe, (byte) 0x80, 1, -1, -1, -1, -1},
        {1, (byte) 0xfe, (byte) 0x80, 1, 0, 0, 0, 0},
        {1, (byte) 0xfe, (byte) 0x80, 2, 0, 0, 0, 1, 0},
        {1, (byte) 0xfe, (byte) 0x80, 1, 0, 0, 0, 2, (byte) 0x80, (byte) 0xff},
      };
      for (byte[] bytes : hostile) {
        try (Vehicle stranger = rig.vehicle()) {
          stranger.raw(bytes);
          assertThat(stranger.closed()).isTrue();
        }
      }
      try (Vehicle vehicle = rig.vehicle(Rig.DIN)) {
        vehicle.raw((byte) 1, (byte) 1);
        assertThat(vehicle.closed()).isTrue();
      }
      try (Vehicle vehicle = rig.vehicle(Rig.DIN)) {
        assertThat(vehicle.ask(0x8001, 1)).hasSize(3);
      }
    }
  }

  @Test
  void readsMessagesHoweverTheyAreSplit() throws Exception {
    try (Rig rig = new Rig(home);
        Vehicle vehicle = rig.vehicle(Rig.DIN)) {
      byte[] frame = io.tidegate.codec.v2gtp.V2gtp.frame(0x8001, new byte[] {1, 2, 3});
      for (byte each : frame) {
        vehicle.raw(each);
      }
      assertThat(vehicle.frame().payload()).containsExactly(1, 1, 1, 2, 3);
    }
  }
}
