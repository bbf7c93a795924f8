package io.tidegate.charging.ocpp.v16;

import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.journal.TransactionLedger.Summary;
import io.tidegate.api.journal.TransactionLedger.Told;
import io.tidegate.api.quantity.StationId;
import io.tidegate.charging.ocpp.dialect.Hearing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The numbers that 1.6 leaves to the management system. A transaction's id follows from the content
 * of its start, so the same start gets the same id for ever: over connections, restarts and an
 * update of the bundle, with nothing to be stored that could be lost. Events are numbered in the
 * order of their arrival; one that comes again gets the number that it had, after a restart too:
 * then the ledger says what has come before. Thread-safe, never blocks.
 */
final class Numbers {
  private static final int STATIONS = 20_000;
  private static final int KEPT = 16;

  /** 0 is the start's. */
  private static final int FIRST = 1;

  private final TransactionLedger ledger;
  private final Executor reader;
  private final Map<StationId, Deque<Kept>> recent =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StationId, Deque<Kept>> eldest) {
          return size() > STATIONS;
        }
      };

  private record Kept(String transaction, String payload, int number) {}

  /**
   * @param reader runs what blocks on the ledger
   */
  Numbers(TransactionLedger ledger, Executor reader) {
    this.ledger = ledger;
    this.reader = reader;
  }

  /**
   * The id of a transaction: 1 to 2³¹ − 1, the same for the same start of the same station.
   *
   * @param start what tells it from others, in a fixed order
   */
  static int transaction(StationId station, String start) {
    byte[] digest = sha256(station.value() + '\n' + start);
    int id = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      id = id << 8 | (digest[i] & 0xFF);
    }
    return Math.max(1, id & Integer.MAX_VALUE);
  }

  /**
   * The number of an event that neither starts nor ends the transaction; empty when the transaction
   * has ended.
   */
  CompletionStage<OptionalInt> updated(Hearing hearing, String transaction, String payload) {
    return next(hearing, transaction, payload)
        .thenApply(
            next -> next.ended() ? OptionalInt.empty() : keep(hearing, transaction, payload, next));
  }

  /** The number of the end: that of the end before when it comes again. */
  CompletionStage<Integer> ended(Hearing hearing, String transaction, String payload) {
    return next(hearing, transaction, payload)
        .thenApply(next -> keep(hearing, transaction, payload, next).getAsInt());
  }

  /**
   * @param number of the next event, or of the end when it has ended
   */
  private record Next(int number, boolean ended) {}

  private CompletionStage<Next> next(Hearing hearing, String transaction, String payload) {
    StationId station = hearing.station();
    if (knows(station, transaction)) {
      return known(hearing, transaction, payload);
    }
    return CompletableFuture.supplyAsync(
            () -> ledger.latest(station.value(), transaction, KEPT), reader)
        .exceptionally(unreadable -> List.of())
        .thenCompose(
            told -> {
              recall(station, transaction, told);
              return known(hearing, transaction, payload);
            });
  }

  private CompletionStage<Next> known(Hearing hearing, String transaction, String payload) {
    OptionalInt before = before(hearing.station(), transaction, payload);
    if (before.isPresent()) {
      return CompletableFuture.completedStage(new Next(before.getAsInt(), false));
    }
    Optional<Hearing.Running> running = hearing.of(transaction).filter(r -> r.lastSequence() >= 0);
    return running.isPresent()
        ? CompletableFuture.completedStage(new Next(running.get().lastSequence() + 1, false))
        : CompletableFuture.supplyAsync(
                () -> ledger.summary(hearing.station().value(), transaction), reader)
            .exceptionally(unreadable -> Optional.empty())
            .thenApply(summary -> summary.map(Numbers::after).orElse(new Next(FIRST, false)));
  }

  private static Next after(Summary summary) {
    boolean ended = summary.endedAt().isPresent() && !summary.estimated();
    return new Next(Math.max(FIRST, summary.highestSequence() + (ended ? 0 : 1)), ended);
  }

  private synchronized OptionalInt before(StationId station, String transaction, String payload) {
    return recent.getOrDefault(station, new ArrayDeque<>()).stream()
        .filter(k -> k.transaction().equals(transaction) && k.payload().equals(payload))
        .mapToInt(Kept::number)
        .findFirst();
  }

  private synchronized OptionalInt keep(
      Hearing hearing, String transaction, String payload, Next next) {
    keep(hearing.station(), new Kept(transaction, payload, next.number()));
    return OptionalInt.of(next.number());
  }

  private synchronized void keep(StationId station, Kept event) {
    if (before(station, event.transaction(), event.payload()).isEmpty()) {
      Deque<Kept> kept = recent.computeIfAbsent(station, id -> new ArrayDeque<>());
      if (kept.size() == KEPT) {
        kept.removeFirst();
      }
      kept.addLast(event);
    }
  }

  /** Whether what is kept of the transaction is all that it takes to tell what comes again. */
  private synchronized boolean knows(StationId station, String transaction) {
    return recent.getOrDefault(station, new ArrayDeque<>()).stream()
        .anyMatch(k -> k.transaction().equals(transaction));
  }

  private synchronized void recall(StationId station, String transaction, List<Told> newestFirst) {
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      Told event = newestFirst.get(i);
      if (event.sequence() >= FIRST) {
        String payload = new String(event.payload(), StandardCharsets.UTF_8);
        keep(station, new Kept(transaction, fingerprint(payload), event.sequence()));
      }
    }
  }

  /** In place of a whole payload, which may be long. */
  static String fingerprint(String payload) {
    return new String(sha256(payload), StandardCharsets.ISO_8859_1);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
