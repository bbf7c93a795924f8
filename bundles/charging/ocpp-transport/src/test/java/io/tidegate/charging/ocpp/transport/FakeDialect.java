package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** Writes down what happens to it; answers a message with {@code [3,"<message>",{}]}. */
final class FakeDialect implements Dialect {
  final List<String> events = new CopyOnWriteArrayList<>();
  final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();
  volatile BiFunction<Mailbox, String, CompletionStage<Void>> handler =
      (mailbox, message) -> {
        mailbox.reply("[3,\"" + message + "\",{}]");
        return CompletableFuture.completedFuture(null);
      };
  private final String name;
  private final String subprotocol;
  private final int preference;

  FakeDialect(String name, String subprotocol, int preference) {
    this.name = name;
    this.subprotocol = subprotocol;
    this.preference = preference;
  }

  @Override
  public String subprotocol() {
    return subprotocol;
  }

  @Override
  public int preference() {
    return preference;
  }

  @Override
  public void attached(Mailbox mailbox) {
    events.add(name + " attached " + mailbox.peer().station());
    mailboxes.put(mailbox.peer().station().value(), mailbox);
  }

  @Override
  public CompletionStage<Void> received(Mailbox mailbox, String message) {
    events.add(name + " received " + message);
    return handler.apply(mailbox, message);
  }

  @Override
  public void ended(Mailbox mailbox, OutboundCall call, CallFate fate) {
    events.add(name + " ended " + call.id() + " " + fate);
  }

  @Override
  public void detached(Mailbox mailbox, Detachment reason) {
    events.add(name + " detached " + mailbox.peer().station() + " " + reason);
    mailboxes.remove(mailbox.peer().station().value(), mailbox);
  }

  long count(String event) {
    return events.stream().filter(event::equals).count();
  }
}
