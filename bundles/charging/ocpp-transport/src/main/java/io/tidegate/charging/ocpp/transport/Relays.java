package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.Relay;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay in use, if there is one. Whatever it does wrong, the station is served by its dialect
 * alone. Thread-safe.
 */
final class Relays {
  private static final Logger LOG = LoggerFactory.getLogger(Relays.class);

  private final AtomicReference<Relay> relay = new AtomicReference<>();

  void bind(Relay newer) {
    relay.set(newer);
  }

  void unbind(Relay older) {
    relay.compareAndSet(older, null);
  }

  void opened(Connection connection) {
    guarded(connection, r -> r.opened(connection));
  }

  void closed(Connection connection) {
    guarded(connection, r -> r.closed(connection));
  }

  private void guarded(Connection connection, Consumer<Relay> call) {
    Relay now = relay.get();
    if (now != null) {
      try {
        call.accept(now);
      } catch (RuntimeException | LinkageError e) {
        LOG.error("the relay failed on {}", connection.label(), e);
      }
    }
  }

  /** Gives the message to the relay and then to the dialect, unless it was the relay's. */
  CompletionStage<Void> received(Connection connection, Dialect dialect, String message) {
    Relay now = relay.get();
    if (now == null) {
      return connection.give(dialect, message);
    }
    CompletionStage<Boolean> heard;
    try {
      heard = now.heard(connection, message);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("the relay failed on {}", connection.label(), e);
      heard = CompletableFuture.completedStage(true);
    }
    return heard
        .exceptionally(
            failure -> {
              LOG.error("the relay failed on {}", connection.label(), failure);
              return true;
            })
        .thenComposeAsync(
            theirs ->
                theirs && !connection.closing()
                    ? connection.give(dialect, message)
                    : CompletableFuture.completedStage(null),
            connection::run);
  }

  /** Lets an answer leave as the relay wants it. */
  void answering(Connection connection, String frame, Consumer<String> leave) {
    Relay now = relay.get();
    if (now == null) {
      leave.accept(frame);
      return;
    }
    CompletionStage<Optional<String>> wanted;
    try {
      wanted = now.answering(connection, frame);
    } catch (RuntimeException | LinkageError e) {
      wanted = CompletableFuture.failedStage(e);
    }
    wanted.whenComplete(
        (text, failure) -> {
          if (failure != null) {
            LOG.error("the relay failed on {}", connection.label(), failure);
          }
          // always through the loop's queue: answers that are ready in order leave in order
          (failure == null ? text : Optional.of(frame))
              .ifPresent(answer -> connection.later(() -> leave.accept(answer)));
        });
  }

  /** Whether the call was the relay's own. */
  boolean ended(Connection connection, OutboundCall call, CallFate fate) {
    Relay now = relay.get();
    try {
      return now != null && now.ended(connection, call, fate);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("the relay failed on {}", connection.label(), e);
      return false;
    }
  }
}
