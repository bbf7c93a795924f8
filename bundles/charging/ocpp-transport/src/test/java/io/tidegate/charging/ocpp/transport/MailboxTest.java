package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.Slot;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Messages on their way to a dialect, and from one version of it to the next. */
@Execution(ExecutionMode.CONCURRENT)
class MailboxTest {
  @TempDir Path home;
  private Rig rig;

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  /** The dialect answers only when it is told to. */
  private Queue<CompletableFuture<Void>> manual(FakeDialect dialect) {
    Queue<CompletableFuture<Void>> stages = new ConcurrentLinkedQueue<>();
    dialect.handler =
        (mailbox, message) -> {
          CompletableFuture<Void> stage = new CompletableFuture<>();
          stages.add(stage);
          return stage;
        };
    return stages;
  }

  @Test
  void deliversOneMessageAtATimeInOrder() throws Exception {
    rig = new Rig(home);
    Queue<CompletableFuture<Void>> stages = manual(rig.dialect);
    try (RawClient client = rig.open("CS01")) {
      client.text("a");
      client.text("b");
      client.text("c");
      Rig.await(() -> rig.inboundWaiting() == 2);
      assertThat(rig.dialect.events).containsExactly("one attached CS01", "one received a");
      stages.remove().complete(null);
      Rig.await(() -> stages.size() == 1);
      stages.remove().completeExceptionally(new IllegalStateException("on purpose"));
      Rig.await(() -> rig.dialect.count("one received c") == 1);
      assertThat(rig.dialect.events)
          .containsExactly(
              "one attached CS01", "one received a", "one received b", "one received c");
    }
  }

  @Test
  void f14StopsReadingWhenTheMailboxIsFullAndLosesNothing() throws Exception {
    rig = new Rig(home, "mailbox.inbound.max=8", "ws.messages.per.second=100000");
    Queue<CompletableFuture<Void>> stages = manual(rig.dialect);
    int total = 3000;
    try (RawClient client = rig.open("CS01")) {
      client.socket.setSendBufferSize(8192);
      CompletableFuture<Void> sender =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < total; i++) {
                    client.text(i + "-" + "x".repeat(4000));
                  }
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      Rig.await(() -> rig.inboundWaiting() >= 8);
      assertThat(sender).as("the sender is held up").isNotDone();
      assertThat(rig.inboundWaiting())
          .as("its size and what one read of 16 KiB brought")
          .isLessThanOrEqualTo(8 + 5);
      rig.dialect.handler = (mailbox, message) -> CompletableFuture.completedFuture(null);
      Rig.await(() -> !stages.isEmpty());
      stages.remove().complete(null);
      sender.get(10, TimeUnit.SECONDS);
      Rig.await(() -> rig.dialect.events.size() == total + 1);
      for (int i = 0; i < total; i++) {
        assertThat(rig.dialect.events.get(i + 1)).startsWith("one received " + i + "-");
      }
    }
  }

  @Test
  void goesOnAfterADialectThatGotStuckOrThrows() throws Exception {
    rig = new Rig(home, "dialect.stage.ms=200");
    var good = rig.dialect.handler;
    manual(rig.dialect);
    try (RawClient client = rig.open("CS01")) {
      client.text("stuck");
      Rig.await(() -> rig.dialect.count("one received stuck") == 1);
      rig.dialect.handler =
          (mailbox, message) -> {
            rig.dialect.handler = good;
            throw new IllegalStateException("on purpose");
          };
      client.text("thrown");
      client.text("fine");
      assertThat(client.message()).isEqualTo("[3,\"fine\",{}]");
    }
  }

  @Test
  void messagesWaitWhileTheDialectIsUpdatedInPlace() throws Exception {
    rig = new Rig(home);
    try (RawClient client = rig.open("CS01")) {
      rig.mailbox("CS01").slot(new Slot("s/1", new byte[] {7}));
      rig.transport.unbind(1);
      assertThat(rig.dialect.events)
          .as("let go before unbind returns")
          .contains("one detached CS01 HANDED_OVER");
      client.text("in the gap");
      Rig.await(() -> rig.inboundWaiting() == 1);
      assertThat(rig.transport.connections().get(0).line().dialect()).isEmpty();
      try (RawClient arrives = rig.open("CS02")) {
        FakeDialect two = new FakeDialect("two", Rig.OCPP, 1);
        rig.bind(two, 0, "1.0.1");
        assertThat(client.message()).isEqualTo("[3,\"in the gap\",{}]");
        Rig.await(() -> two.count("two attached CS02") == 1);
        assertThat(two.mailboxes.get("CS01").slot().bytes()).containsExactly(7);
      }
      assertThat(rig.dialect.events).doesNotContain("one received in the gap");
    }
  }

  @Test
  void handsOverToANewerVersionBetweenTwoMessages() throws Exception {
    rig = new Rig(home);
    Queue<CompletableFuture<Void>> stages = manual(rig.dialect);
    FakeDialect two = new FakeDialect("two", Rig.OCPP, 1);
    try (RawClient client = rig.open("CS01")) {
      client.text("first");
      client.text("second");
      Rig.await(() -> stages.size() == 1);
      rig.bind(two, 0, "1.1.0");
      Rig.await(() -> rig.inboundWaiting() == 1);
      assertThat(two.events).as("the first message is still the old one's").isEmpty();
      stages.remove().complete(null);
      assertThat(client.message()).isEqualTo("[3,\"second\",{}]");
      assertThat(rig.dialect.events)
          .containsExactly(
              "one attached CS01", "one received first", "one detached CS01 HANDED_OVER");
      assertThat(two.events).containsExactly("two attached CS01", "two received second");
    }
  }

  @Test
  void anOlderVersionOrALowerRankStaysDark() throws Exception {
    rig = new Rig(home);
    FakeDialect older = new FakeDialect("older", Rig.OCPP, 1);
    FakeDialect same = new FakeDialect("same", Rig.OCPP, 1);
    FakeDialect low = new FakeDialect("low", Rig.OCPP, 1);
    rig.bind(older, 0, "0.9.0");
    rig.bind(same, 0, "1.0.0");
    rig.bind(low, -1, "2.0.0");
    try (RawClient client = rig.open("CS01")) {
      client.text("who");
      assertThat(client.message()).isEqualTo("[3,\"who\",{}]");
      assertThat(rig.dialect.events).contains("one received who");
      FakeDialect ranked = new FakeDialect("ranked", Rig.OCPP, 1);
      long id = rig.bind(ranked, 1, "0.1.0");
      Rig.await(() -> ranked.count("ranked attached CS01") == 1);
      rig.transport.unbind(id);
      Rig.await(() -> rig.dialect.count("one attached CS01") == 2);
    }
    assertThat(older.events).isEmpty();
    assertThat(same.events).isEmpty();
    assertThat(low.events).isEmpty();
  }

  @Test
  void aDialectThatGoesWithAMessageUnfinishedIsGivenASecond() throws Exception {
    rig = new Rig(home);
    manual(rig.dialect);
    try (RawClient client = rig.open("CS01")) {
      client.text("never done");
      Rig.await(() -> rig.dialect.count("one received never done") == 1);
      long start = System.nanoTime();
      rig.transport.unbind(1);
      assertThat(System.nanoTime() - start).isBetween(900_000_000L, 2_500_000_000L);
      assertThat(rig.dialect.events).contains("one detached CS01 HANDED_OVER");
    }
  }

  @Test
  void keepsNothingOfADialectThatHasGone() throws Exception {
    rig = new Rig(home);
    try (RawClient client = rig.open("CS01")) {
      FakeDialect passing = new FakeDialect("passing", Rig.OCPP, 1);
      long id = rig.bind(passing, 5, "1.0.0");
      awaitEvent(passing, "passing attached CS01");
      client.text("through it");
      assertThat(client.message()).isEqualTo("[3,\"through it\",{}]");
      rig.transport.unbind(id);
      var gone = new java.lang.ref.WeakReference<>(passing);
      passing = null;
      client.text("after it");
      assertThat(client.message()).isEqualTo("[3,\"after it\",{}]");
      assertThat(collected(gone)).isTrue();
    }
  }

  private static void awaitEvent(FakeDialect dialect, String event) {
    Rig.await(() -> dialect.count(event) == 1);
  }

  private static boolean collected(java.lang.ref.WeakReference<?> reference) {
    for (int i = 0; i < 50 && reference.get() != null; i++) {
      System.gc();
    }
    return reference.get() == null;
  }

  @Test
  void closesWhenNoDialectComesBack() throws Exception {
    rig = new Rig(home, "dialect.gap.ms=200");
    try (RawClient client = rig.open("CS01")) {
      rig.mailbox("CS01");
      rig.transport.unbind(1);
      assertThat(client.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void refusesAFrameThatIsNoAnswer() throws Exception {
    rig = new Rig(home);
    try (RawClient client = rig.open("CS01")) {
      Mailbox mailbox = rig.mailbox("CS01");
      mailbox.reply("[2,\"1\",\"SetChargingProfile\",{}]");
      mailbox.reply(" [2,\"1\",\"SetChargingProfile\",{}]");
      mailbox.reply("[3,\"1\",{}]");
      assertThat(client.message()).isEqualTo("[3,\"1\",{}]");
    }
  }

  @Test
  void showsEachConnectionOnTheSwitchboard() throws Exception {
    rig = new Rig(home);
    try (RawClient client = rig.open("CS01")) {
      client.text("x");
      client.message();
      var line = rig.transport.connections().get(0).line();
      assertThat(line.peer().station().value()).isEqualTo("CS01");
      assertThat(line.peer().subprotocol()).isEqualTo(Rig.OCPP);
      assertThat(line.peer().securityProfile()).isZero();
      assertThat(line.dialect()).isEqualTo("fake 1.0.0");
      assertThat(line.received()).isEqualTo(1);
      assertThat(line.sent()).isEqualTo(1);
    }
  }

  @Test
  void s15ServesAFloodAtItsRateAndLosesNothing() throws Exception {
    rig = new Rig(home, "ws.messages.per.second=100");
    int messages = 350;
    try (RawClient flood = rig.open("CS01");
        RawClient other = rig.open("CS02")) {
      long begin = System.nanoTime();
      for (int i = 0; i < messages; i++) {
        flood.text("m" + i);
      }
      other.text("prompt");
      assertThat(other.message()).isEqualTo("[3,\"prompt\",{}]");
      for (int i = 0; i < messages; i++) {
        assertThat(flood.message()).isEqualTo("[3,\"m" + i + "\",{}]");
      }
      assertThat(System.nanoTime() - begin)
          .as("200 at once, 150 at 100 a second")
          .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_300));
    }
  }
}
