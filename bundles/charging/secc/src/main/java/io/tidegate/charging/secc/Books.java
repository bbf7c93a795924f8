package io.tidegate.charging.secc;

import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.journal.TransactionLedger.Event;
import java.util.ArrayDeque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events of transactions to the ledger, in order and one after the other; what it could not
 * write is tried again. Thread-safe, never blocks.
 */
final class Books {
  private static final Logger LOG = LoggerFactory.getLogger(Books.class);
  private static final int MOST = 10_000;
  private static final long AGAIN_NANOS = 1_000_000_000L;

  private final ArrayDeque<Event> waiting = new ArrayDeque<>();
  private Optional<TransactionLedger> ledger = Optional.empty();
  private boolean writing;
  private boolean failing;
  private long failedAt;

  synchronized void bind(TransactionLedger newer) {
    ledger = Optional.of(newer);
    next();
  }

  synchronized void unbind(TransactionLedger older) {
    ledger = ledger.filter(l -> !l.equals(older));
  }

  synchronized Optional<TransactionLedger> ledger() {
    return ledger;
  }

  synchronized void record(Event event) {
    if (waiting.size() >= MOST) {
      LOG.error(
          "ERR_DISK_FULL: event {} of transaction {} lost: {} others wait for the ledger",
          event.sequence(),
          event.transaction(),
          MOST);
      return;
    }
    waiting.add(event);
    next();
  }

  /** Tries again what has failed a while ago. */
  synchronized void again(long now) {
    if (!failing || now - failedAt > AGAIN_NANOS) {
      next();
    }
  }

  /** Events that are not durable yet. */
  synchronized int pending() {
    return waiting.size();
  }

  private void next() {
    if (writing || waiting.isEmpty() || ledger.isEmpty()) {
      return;
    }
    writing = true;
    Event event = waiting.peek();
    var unused = ledger.get().record(event).whenComplete((o, failure) -> settled(failure));
  }

  private synchronized void settled(Throwable failure) {
    writing = false;
    if (failure == null) {
      waiting.poll();
      failing = false;
      next();
    } else {
      if (!failing) {
        LOG.warn("Transactions of our own EVSEs wait for the ledger: {}", failure.toString());
      }
      failing = true;
      failedAt = System.nanoTime();
    }
  }
}
