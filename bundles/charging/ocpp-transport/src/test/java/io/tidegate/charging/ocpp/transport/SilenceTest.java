package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dialect that holds its connections and answers nothing shows in the health (P2, X1). */
class SilenceTest {
  private static final String HEARTBEAT = "[2,\"1\",\"Heartbeat\",{}]";
  private static final String RED = "ERR_DIALECT_SILENT: fake 1.0.0 has left the last 3 calls";

  @TempDir Path home;
  private Rig rig;
  private RawClient station;

  @BeforeEach
  void open() throws Exception {
    rig = new Rig(home);
    station = rig.open("CS01");
    rig.mailbox("CS01");
  }

  @AfterEach
  void close() throws Exception {
    station.close();
    rig.close();
  }

  private void says(String message, int times) throws Exception {
    long before = rig.dialect.count("one received " + message);
    for (int i = 0; i < times; i++) {
      station.text(message);
    }
    Rig.await(() -> rig.dialect.count("one received " + message) == before + times);
  }

  /** What health says when all that is open has waited too long. */
  private String later() throws Exception {
    for (Connection each : rig.transport.connections()) {
      CompletableFuture<Void> swept = new CompletableFuture<>();
      each.run(
          () -> {
            each.sweep(System.nanoTime() + Pending.PATIENCE_NANOS + TimeUnit.SECONDS.toNanos(1));
            swept.complete(null);
          });
      swept.get(30, TimeUnit.SECONDS);
    }
    return rig.transport.silence();
  }

  private void mute() {
    rig.dialect.handler = (mailbox, message) -> CompletableFuture.completedFuture(null);
  }

  @Test
  void showsADialectThatAnswersNothingUntilItAnswersAgain() throws Exception {
    mute();
    says(HEARTBEAT, 3);
    assertThat(rig.transport.silence()).as("they have not waited long").isEmpty();
    assertThat(later()).startsWith(RED);
    rig.mailbox("CS01").reply("no answer");
    assertThat(later()).as("that is no answer").startsWith(RED);
    rig.mailbox("CS01").reply("[4,\"1\",\"InternalError\",\"\",{}]");
    assertThat(later()).isEmpty();
  }

  @Test
  void saysWhatADialectThrowsAtEachMessage() throws Exception {
    rig.dialect.handler =
        (mailbox, message) -> {
          throw new IllegalStateException("as made");
        };
    says(HEARTBEAT, 2);
    assertThat(later()).as("two may be chance").isEmpty();
    says(HEARTBEAT, 1);
    assertThat(later()).startsWith(RED).contains("(IllegalStateException)");
  }

  @Test
  void saysWhatTheStageFailedWithAtEachMessage() throws Exception {
    rig.dialect.handler =
        (mailbox, message) -> CompletableFuture.failedFuture(new NoClassDefFoundError("gone"));
    says(HEARTBEAT, 3);
    assertThat(later()).startsWith(RED).contains("(NoClassDefFoundError)");
  }

  @Test
  void isContentWithOneAnswerToAnyStation() throws Exception {
    rig.dialect.handler =
        (mailbox, message) -> {
          if (mailbox.peer().station().value().equals("CS02")) {
            mailbox.reply("[3,\"1\",{}]");
          }
          return CompletableFuture.completedFuture(null);
        };
    says(HEARTBEAT, 9);
    assertThat(later()).contains("the last 9 calls");
    try (RawClient other = rig.open("CS02")) {
      rig.mailbox("CS02");
      other.text(HEARTBEAT);
      Rig.await(() -> rig.transport.silence().isEmpty());
    }
  }

  @Test
  void owesNothingForWhatIsNoCall() throws Exception {
    mute();
    says("[2,\"1\"", 20);
    says("[3,\"1\",{}]", 20);
    assertThat(later()).isEmpty();
  }

  @Test
  void doesNotHoldTheSilenceAgainstTheDialectThatTakesOver() throws Exception {
    mute();
    says(HEARTBEAT, 3);
    FakeDialect second = new FakeDialect("two", Rig.OCPP, 1);
    rig.bind(second, 0, "1.1.0");
    Rig.await(() -> second.mailboxes.containsKey("CS01"));
    assertThat(later()).isEmpty();
  }
}
