package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.connection.Slot;
import io.tidegate.api.control.Setpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls to the station, through real sockets. */
class OutboundTest {
  @TempDir Path home;
  private final Rig.Office office = new Rig.Office();
  private Rig rig;
  private RawClient client;
  private Mailbox mailbox;

  @BeforeEach
  void connect() throws Exception {
    rig = new Rig(home, "mailbox.outbound.max=4");
    rig.transport.offices().bind(office, Offices.TRUSTED);
    rig.dialect.handler =
        (box, message) -> {
          box.settle(message).ifPresent(call -> rig.dialect.events.add("settled " + call.id()));
          return CompletableFuture.completedFuture(null);
        };
    client = rig.open("CS01");
    mailbox = rig.mailbox("CS01");
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    rig.close();
  }

  @Test
  void framesACallItselfAndSettlesItsAnswer() throws Exception {
    assertThat(mailbox.call(Rig.call("m1", Urgency.ROUTINE, ""))).isTrue();
    assertThat(client.message()).isEqualTo("[2,\"m1\",\"GetVariables\",{\"n\":\"m1\"}]");
    client.text("m1");
    Rig.await(() -> rig.dialect.count("settled m1") == 1);
    client.text("m1");
    client.text("end");
    Rig.await(() -> rig.dialect.count("one received end") == 1);
    assertThat(rig.dialect.count("settled m1")).as("an answer twice").isEqualTo(1);
  }

  @Test
  void keepsOneCallInFlightAndSendsTheMostUrgentNext() throws Exception {
    mailbox.call(Rig.call("m1", Urgency.ROUTINE, ""));
    assertThat(client.message()).contains("m1");
    mailbox.call(Rig.call("m2", Urgency.ROUTINE, ""));
    mailbox.call(Rig.call("m3", Urgency.CONTROL, ""));
    client.text("m1");
    assertThat(client.message()).contains("m3");
    client.text("m3");
    assertThat(client.message()).contains("m2");
  }

  @Test
  void tellsThatACallWasSuperseded() throws Exception {
    mailbox.call(Rig.call("m1", Urgency.ROUTINE, ""));
    mailbox.call(Rig.call("m2", Urgency.ROUTINE, "K"));
    mailbox.call(Rig.call("m3", Urgency.ROUTINE, "K"));
    Rig.await(() -> rig.dialect.count("one ended m2 SUPERSEDED") == 1);
    client.message();
    client.text("m1");
    assertThat(client.message()).contains("m3");
  }

  @Test
  void refusesCallsBeyondItsSize() {
    mailbox.call(Rig.call("flying", Urgency.ROUTINE, ""));
    Rig.await(() -> rig.line().outboundWaiting() == 0);
    for (int i = 0; i < 4; i++) {
      assertThat(mailbox.call(Rig.call("m" + i, Urgency.ROUTINE, ""))).isTrue();
    }
    assertThat(mailbox.call(Rig.call("m5", Urgency.ROUTINE, ""))).isFalse();
  }

  @Test
  void tellsThatACallWasNotAnswered() throws Exception {
    mailbox.call(
        new OutboundCall(
            "m1",
            "Reset",
            "{}",
            Urgency.ROUTINE,
            "",
            Duration.ZERO,
            Duration.ofMillis(150),
            Optional.empty(),
            Slot.EMPTY));
    mailbox.call(Rig.call("m2", Urgency.ROUTINE, ""));
    assertThat(client.message()).contains("m1");
    Rig.await(() -> rig.dialect.count("one ended m1 UNANSWERED") == 1);
    assertThat(client.message()).as("the next one follows").contains("m2");
  }

  @Test
  void tellsTheFateOfAllCallsWhenTheStationGoes() throws Exception {
    mailbox.call(Rig.call("m1", Urgency.ROUTINE, ""));
    mailbox.call(Rig.call("m2", Urgency.ROUTINE, ""));
    client.message();
    client.close();
    Rig.await(() -> rig.dialect.count("one detached CS01 CLOSED") == 1);
    assertThat(rig.dialect.events)
        .endsWith("one ended m1 UNANSWERED", "one ended m2 NOT_SENT", "one detached CS01 CLOSED");
    assertThat(mailbox.call(Rig.call("m3", Urgency.ROUTINE, ""))).isFalse();
  }

  @Test
  void sendsAClearedSetpointOnceAndTellsTheTrace() throws Exception {
    List<Setpoint> traced = new CopyOnWriteArrayList<>();
    rig.transport.traces().add((setpoints, nanos) -> traced.addAll(setpoints));
    Rig.Token clearance = Rig.Token.of("CS01-1");
    office.issued.add(clearance);
    assertThat(mailbox.call(Rig.setpoint("s1", Optional.of(clearance)))).isTrue();
    assertThat(client.message()).startsWith("[2,\"s1\",\"SetChargingProfile\",");
    Rig.await(() -> traced.contains(clearance.setpoint()));
    client.text("s1");
    assertThat(mailbox.call(Rig.setpoint("s2", Optional.of(clearance)))).isTrue();
    Rig.await(() -> rig.dialect.count("one ended s2 NOT_CLEARED") == 1);
    assertThat(traced).hasSize(1);
  }

  @Test
  void refusesASetpointWithoutClearanceAtOnce() {
    assertThat(mailbox.call(Rig.setpoint("s1", Optional.empty()))).isFalse();
  }

  @Test
  void sendsNoSetpointThatTheOfficeDidNotClear() throws Exception {
    assertThat(mailbox.call(Rig.setpoint("s1", Optional.of(Rig.Token.of("CS01-1"))))).isTrue();
    Rig.await(() -> rig.dialect.count("one ended s1 NOT_CLEARED") == 1);
    mailbox.call(Rig.call("m1", Urgency.ROUTINE, ""));
    assertThat(client.message()).as("nothing before").contains("m1");
  }

  @Test
  void sendsNoSetpointOfAnotherStationsEvse() {
    Rig.Token clearance = Rig.Token.of("CS02-1");
    office.issued.add(clearance);
    mailbox.call(Rig.setpoint("s1", Optional.of(clearance)));
    Rig.await(() -> rig.dialect.count("one ended s1 NOT_CLEARED") == 1);
    assertThat(office.issued).as("not used up").contains(clearance);
  }

  @Test
  void anOfficeOfAnotherBundleClearsNothing() {
    Rig.Office rogue = new Rig.Office();
    rig.transport.offices().bind(rogue, "com.example.rogue");
    Rig.Token clearance = Rig.Token.of("CS01-1");
    rogue.issued.add(clearance);
    mailbox.call(Rig.setpoint("s1", Optional.of(clearance)));
    Rig.await(() -> rig.dialect.count("one ended s1 NOT_CLEARED") == 1);
    assertThat(rogue.issued).contains(clearance);
    assertThat(rig.transport.offices().refused()).containsExactly("com.example.rogue");
  }

  @Test
  void c8AnAnswerReachesTheNextVersionOfADialectOnce() throws Exception {
    mailbox.call(Rig.call("m1", Urgency.ROUTINE, ""));
    client.message();
    rig.transport.unbind(1);
    client.text("m1");
    FakeDialect two = new FakeDialect("two", Rig.OCPP, 1);
    two.handler =
        (box, message) -> {
          box.settle(message).ifPresent(call -> two.events.add("settled " + call.id()));
          return CompletableFuture.completedFuture(null);
        };
    rig.bind(two, 0, "1.0.1");
    Rig.await(() -> two.count("settled m1") == 1);
    assertThat(rig.dialect.events).doesNotContain("settled m1");
  }

  @Test
  void aFateThatFallsIntoTheGapIsToldToTheNextVersion() throws Exception {
    mailbox.call(Rig.call("m1", Urgency.ROUTINE, ""));
    client.message();
    Mailbox kept = mailbox;
    rig.transport.unbind(1);
    kept.call(Rig.call("m2", Urgency.ROUTINE, "K"));
    kept.call(Rig.call("m3", Urgency.ROUTINE, "K"));
    FakeDialect two = new FakeDialect("two", Rig.OCPP, 1);
    rig.bind(two, 0, "1.0.1");
    Rig.await(() -> two.count("two ended m2 SUPERSEDED") == 1);
    assertThat(two.events.get(0)).isEqualTo("two attached CS01");
  }

  @Test
  void keepsTheSpacingOnTheWire() throws Exception {
    long[] at = new long[2];
    for (int i = 0; i < 2; i++) {
      mailbox.call(
          new OutboundCall(
              "m" + i,
              "X",
              "{}",
              Urgency.SETPOINT,
              "K",
              Duration.ofMillis(300),
              Duration.ofSeconds(5),
              Optional.empty(),
              Slot.EMPTY));
      client.message();
      at[i] = System.nanoTime();
      client.text("m" + i);
    }
    assertThat(at[1] - at[0]).isBetween(290_000_000L, 3_000_000_000L);
  }
}
