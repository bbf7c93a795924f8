package io.tidegate.charging.ocpp.v201;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.control.Clearance;
import io.tidegate.codec.ocpp.json.Protocol;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Makes requests to stations and leaves them in their mailboxes. Thread-safe. */
final class Calls {
  private static final int RADIX = 36;

  private final Protocol protocol;
  private final Supplier<DialectSettings> settings;
  // Ids of two versions of the dialect on one connection must differ.
  private final String prefix =
      Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), RADIX) + '-';
  private final AtomicLong number = new AtomicLong();

  Calls(Protocol protocol, Supplier<DialectSettings> settings) {
    this.protocol = protocol;
    this.settings = settings;
  }

  /**
   * Queues a request that moves no power.
   *
   * @param key requests with an equal key supersede each other while they wait
   * @return the call's id; empty when the mailbox refused it
   */
  Optional<String> ask(Line line, Record request, Urgency urgency, String key, Note note) {
    String id = nextId();
    boolean queued =
        line.mailbox()
            .call(
                new OutboundCall(
                    id,
                    protocol.action(request.getClass()),
                    protocol.payload(request),
                    urgency,
                    key,
                    Duration.ZERO,
                    settings.get().answerTimeout(),
                    Optional.empty(),
                    note.slot()));
    return queued ? Optional.of(id) : Optional.empty();
  }

  /** Queues a setpoint; a newer one for the same EVSE takes its place while it waits. */
  boolean set(Line line, Record request, Clearance clearance, Duration spacing, String evse) {
    return line.mailbox()
        .call(
            new OutboundCall(
                nextId(),
                protocol.action(request.getClass()),
                protocol.payload(request),
                Urgency.SETPOINT,
                "setpoint/" + evse,
                spacing,
                settings.get().answerTimeout(),
                Optional.of(clearance),
                Note.setpoint(evse, clearance.setpoint().id()).slot()));
  }

  String nextId() {
    return prefix + Long.toString(number.incrementAndGet(), RADIX);
  }
}
