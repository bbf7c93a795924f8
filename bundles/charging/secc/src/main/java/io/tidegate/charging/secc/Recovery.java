package io.tidegate.charging.secc;

import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.journal.TransactionLedger.Kind;
import io.tidegate.api.journal.TransactionLedger.Summary;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.EvseSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a start: a session that was paused is remembered; any other transaction that the ledger has
 * open here was cut off with the gateway, so it ends with what the meter shows now: nothing has
 * flowed since.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** Time for meter, ledger and site file to be there. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Books books;
  private final Memory memory;
  private final Map<EvseId, Long> since = new ConcurrentHashMap<>();

  Recovery(Books books, Memory memory) {
    this.books = books;
    this.memory = memory;
  }

  /** Whether it is time, once. */
  boolean due(Unit unit, long now) {
    Long begun = since.putIfAbsent(unit.id(), now);
    if (begun == null || begun == Long.MIN_VALUE) {
      return false;
    }
    boolean metered =
        unit.settings().devices().meter().isEmpty()
            || !unit.view().meter().id().isEmpty()
            || now - begun > PATIENCE_NANOS;
    boolean ready = metered && unit.spec().isPresent() && books.ledger().isPresent();
    if (ready) {
      since.put(unit.id(), Long.MIN_VALUE);
    }
    return ready;
  }

  void forget(EvseId evse) {
    since.remove(evse);
  }

  /** Blocks. */
  void run(Unit unit) {
    try {
      Optional<TransactionLedger> ledger = books.ledger();
      Optional<EvseSpec> spec = unit.spec();
      if (ledger.isEmpty() || spec.isEmpty()) {
        return;
      }
      Optional<Command.Remember> paused = memory.recall(unit.id());
      paused.ifPresent(p -> unit.command(List.of(p)));
      for (Summary open : ledger.get().open()) {
        boolean here =
            open.station().equals(spec.get().station().value())
                && open.evse() == spec.get().number();
        if (here && !open.transaction().equals(unit.state().transaction)) {
          end(unit, open);
        }
      }
    } catch (RuntimeException e) {
      LOG.error("EVSE {}: what was left of the last run could not be settled", unit.id(), e);
    }
  }

  private void end(Unit unit, Summary open) {
    var meter = unit.view().meter();
    boolean metered = !meter.id().isEmpty();
    Instant now = Instant.now();
    LOG.warn(
        "EVSE {}: transaction {} was cut off with the gateway; it ends with the meter's registers",
        unit.id(),
        open.transaction());
    books.record(
        new TransactionLedger.Event(
            open.station(),
            open.transaction(),
            open.highestSequence() + 1,
            Kind.ENDED,
            open.evse(),
            open.session(),
            now,
            now,
            false,
            metered ? meter.importWh() : Double.NaN,
            metered ? meter.exportWh() : Double.NaN,
            "{\"reason\":\"the gateway was restarted\"}".getBytes(StandardCharsets.UTF_8)));
  }
}
