package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.connection.Relay;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay between sockets and dialects. */
class RelayTest {
  @TempDir Path home;
  private final FakeRelay relay = new FakeRelay();
  private Rig rig;
  private RawClient client;

  /** Writes down what it hears; keeps what it is told to. */
  private static final class FakeRelay implements Relay {
    final List<String> events = new CopyOnWriteArrayList<>();
    final CompletableFuture<Optional<String>> held = new CompletableFuture<>();

    @Override
    public void opened(Mailbox mailbox) {
      events.add("opened " + mailbox.peer().station());
    }

    @Override
    public CompletionStage<Boolean> heard(Mailbox mailbox, String message) {
      events.add("heard " + message);
      if (message.equals("broken")) {
        throw new IllegalStateException("broken");
      }
      return CompletableFuture.supplyAsync(() -> !message.equals("mine"));
    }

    @Override
    public CompletionStage<Optional<String>> answering(Mailbox mailbox, String frame) {
      if (frame.contains("held")) {
        return held;
      }
      if (frame.contains("failing")) {
        return CompletableFuture.failedStage(new IllegalStateException("broken"));
      }
      return CompletableFuture.completedStage(
          frame.contains("silent") ? Optional.empty() : Optional.of(frame.replace("{}", "{ }")));
    }

    @Override
    public boolean ended(Mailbox mailbox, OutboundCall call, CallFate fate) {
      events.add("ended " + call.id() + " " + fate);
      return call.id().startsWith("r");
    }

    @Override
    public void closed(Mailbox mailbox) {
      events.add("closed " + mailbox.peer().station());
    }
  }

  @BeforeEach
  void connect() throws Exception {
    rig = new Rig(home);
    client = rig.open("CS01");
    rig.mailbox("CS01");
    rig.transport.bind(relay);
    Rig.await(() -> relay.events.contains("opened CS01"));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    rig.close();
  }

  @Test
  void hearsBeforeTheDialectAndMayAnswerInItsStead() throws Exception {
    client.text("a");
    assertThat(client.message()).isEqualTo("[3,\"a\",{ }]");
    client.text("mine");
    client.text("silent");
    client.text("broken");
    assertThat(client.message()).as("a fault of the relay's costs nothing").contains("broken");
    client.text("failing");
    assertThat(client.message()).isEqualTo("[3,\"failing\",{}]");
    assertThat(rig.dialect.events)
        .doesNotContain("one received mine")
        .contains("one received silent");
  }

  @Test
  void holdsAnAnswerWithoutHoldingUpWhatComesNext() throws Exception {
    client.text("held");
    client.text("b");
    assertThat(client.message()).isEqualTo("[3,\"b\",{ }]");
    relay.held.complete(Optional.of("[3,\"held\",{\"by\":1}]"));
    assertThat(client.message()).isEqualTo("[3,\"held\",{\"by\":1}]");
  }

  @Test
  void neverLetsARequestLeaveAsAnAnswer() throws Exception {
    client.text("held");
    relay.held.complete(Optional.of("[2,\"x\",\"SetChargingProfile\",{}]"));
    client.text("b");
    assertThat(client.message()).isEqualTo("[3,\"b\",{ }]");
  }

  @Test
  void hearsTheFateOfItsOwnCallsAlone() throws Exception {
    Mailbox mailbox = rig.mailbox("CS01");
    mailbox.call(Rig.call("d1", Urgency.ROUTINE, ""));
    mailbox.call(Rig.call("r1", Urgency.ROUTINE, ""));
    client.message();
    client.close();
    Rig.await(() -> relay.events.contains("closed CS01"));
    assertThat(relay.events).contains("ended r1 NOT_SENT", "ended d1 UNANSWERED");
    assertThat(rig.dialect.events)
        .contains("one ended d1 UNANSWERED")
        .doesNotContain("one ended r1 NOT_SENT");
  }

  @Test
  void isMissedByNobodyWhenItGoes() throws Exception {
    rig.transport.unbind(relay);
    client.text("a");
    assertThat(client.message()).isEqualTo("[3,\"a\",{}]");
  }
}
