package io.tidegate.core.journal;

import io.tidegate.api.journal.Journal.EntryKind;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.TransactionLedger.Event;
import io.tidegate.api.journal.TransactionLedger.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Opens journals and waits for conditions. */
final class Fixture {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");
  static final Duration PATIENCE = Duration.ofSeconds(5);
  static final Duration HASTE = Duration.ofMillis(500);

  private Fixture() {}

  static JournalComponent open(Path home, String... settings) {
    return open(home, Clock.fixed(NOON, ZoneOffset.UTC), settings);
  }

  /** Gives up soon, to see how that is. */
  static JournalComponent openHasty(Path home) {
    return new JournalComponent(home, Map.of(), Clock.fixed(NOON, ZoneOffset.UTC), HASTE);
  }

  static JournalComponent open(Path home, Clock clock, String... settings) {
    return new JournalComponent(home, settings(settings), clock, PATIENCE);
  }

  static Map<String, Object> settings(String... pairs) {
    Map<String, Object> map = new java.util.HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  static void begin(JournalComponent journal, long sequence) {
    await(journal.startSegment(sequence, NOON, () -> bytes("checkpoint " + sequence), Map.of()));
    get(journal.flush());
  }

  static boolean append(JournalComponent journal, long sequence, String body) {
    return journal.append(EntryKind.INPUT, sequence, NOON.plusNanos(sequence), () -> bytes(body));
  }

  static Event event(String transaction, int sequence, Kind kind, double importWh) {
    return new Event(
        "CS01",
        transaction,
        sequence,
        kind,
        1,
        "session-1",
        NOON.plusSeconds(sequence),
        NOON.plusSeconds(sequence + 1),
        false,
        importWh,
        Double.NaN,
        bytes(transaction + "/" + sequence + "/" + importWh));
  }

  static List<String> bodies(JournalArchive.Segment segment) {
    List<String> bodies = new ArrayList<>();
    try {
      segment.read((kind, sequence, at, body) -> bodies.add(text(body)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bodies;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static void await(boolean accepted) {
    if (!accepted) {
      throw new AssertionError("refused");
    }
  }

  /** Keeps the writer within a transaction until the latch is counted down. */
  static CountDownLatch hold(JournalComponent journal) {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    journal
        .writer()
        .request(
            store -> {
              entered.countDown();
              try {
                await(release.await(10, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return null;
            });
    until(() -> entered.getCount() == 0);
    return release;
  }

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof JournalException known ? known : e;
    }
  }

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the condition did not come true within 60 s");
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }
}
