package io.tidegate.core.journal;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.journal.TransactionLedger.Event;
import io.tidegate.api.journal.TransactionLedger.Kind;
import io.tidegate.api.journal.TransactionLedger.Outcome;
import io.tidegate.api.journal.TransactionLedger.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whatever events arrive, in any order, however often and with whatever in them: the ledger's
 * verdicts and sums are those of a plain map, also when writes are taken back in between (S1.14).
 * {@code mvn verify} reads the seeds again, {@code bench/fuzz.sh} looks for more.
 */
class LedgerFuzzTest {
  private static final String[] STATIONS = {"CS01", "CS02", "", "ü'\"; --"};
  private static final String[] NAMES = {"T1", "T2", "t1", ""};
  private static final double[] REGISTERS = {
    Double.NaN, 0, 100, 250.5, 90, -1, 1e300, Double.POSITIVE_INFINITY
  };
  private static Store store;

  private record Key(String station, String name) {}

  /** What the ledger ought to hold of one transaction. */
  private static final class Model {
    private final NavigableMap<Integer, Event> events = new TreeMap<>();
    private Optional<Instant> ended = Optional.empty();

    Outcome take(Event event) {
      Event known = events.get(event.sequence());
      if (known != null) {
        return Arrays.equals(known.payload(), event.payload())
            ? Outcome.DUPLICATE
            : Outcome.CONFLICTING;
      }
      boolean estimatedOnly =
          ended.isPresent() && events.values().stream().noneMatch(e -> e.kind() == Kind.ENDED);
      events.put(event.sequence(), event);
      if (event.kind() == Kind.ENDED && (ended.isEmpty() || estimatedOnly)) {
        ended = Optional.of(event.at());
      } else if (event.kind() == Kind.ENDED_ESTIMATED && ended.isEmpty()) {
        ended = Optional.of(event.at());
      }
      return Outcome.RECORDED;
    }

    List<Event> ofStation() {
      return events.values().stream().filter(e -> e.kind() != Kind.ENDED_ESTIMATED).toList();
    }
  }

  private static synchronized Store store() throws Exception {
    if (store == null) {
      Path folder = Files.createTempDirectory("ledger");
      folder.toFile().deleteOnExit();
      Path file = folder.resolve("journal.db");
      store = Store.open(file);
    }
    return store;
  }

  @FuzzTest(maxDuration = "4h", maxExecutions = 300_000)
  void bearsAnyEventsInAnyOrder(FuzzedDataProvider data) throws Exception {
    Store ledger = store();
    Map<Key, Model> models = new HashMap<>();
    try {
      for (int i = 0; i < 40 && data.remainingBytes() > 0; i++) {
        if (data.consumeInt(0, 40) == 0) {
          ledger.rollback();
          models.clear();
          continue;
        }
        Event event = event(data);
        Key key = new Key(event.station(), event.transaction());
        Outcome wanted = models.computeIfAbsent(key, k -> new Model()).take(event);
        Outcome seen = ledger.charges().record(event);
        if (seen != wanted) {
          throw new AssertionError(event + ": wanted " + wanted + ", seen " + seen);
        }
      }
      compare(models, new ChargeReader(ledger.connection()));
    } finally {
      ledger.rollback();
    }
  }

  private static Event event(FuzzedDataProvider data) {
    boolean estimated = data.consumeInt(0, 9) == 0;
    Kind kind =
        estimated
            ? Kind.ENDED_ESTIMATED
            : data.pickValue(new Kind[] {Kind.STARTED, Kind.UPDATED, Kind.ENDED});
    int sequence =
        estimated
            ? TransactionLedger.NO_SEQUENCE
            : data.consumeBoolean() ? data.consumeInt(0, 8) : data.consumeInt(0, Integer.MAX_VALUE);
    return new Event(
        data.pickValue(STATIONS),
        data.pickValue(NAMES),
        sequence,
        kind,
        data.consumeInt(0, 2),
        data.consumeBoolean() ? "session" : "",
        Instant.ofEpochSecond(data.consumeLong(0, 4_000_000_000L), data.consumeInt(0, 999_999_999)),
        Instant.EPOCH,
        data.consumeBoolean(),
        register(data),
        register(data),
        data.consumeBytes(data.consumeInt(0, 3)));
  }

  private static double register(FuzzedDataProvider data) {
    return data.consumeBoolean()
        ? REGISTERS[data.consumeInt(0, REGISTERS.length - 1)]
        : data.consumeDouble();
  }

  private static void compare(Map<Key, Model> models, ChargeReader reader) throws SQLException {
    long open = models.values().stream().filter(m -> m.ended.isEmpty()).count();
    if (reader.open().size() != open || reader.recent(1_000).size() != models.size()) {
      throw new AssertionError("other transactions than were recorded");
    }
    for (Map.Entry<Key, Model> each : models.entrySet()) {
      Summary seen =
          reader
              .one(each.getKey().station(), each.getKey().name())
              .orElseThrow(() -> new AssertionError("a transaction is gone"));
      compare(each.getValue(), seen);
    }
  }

  private static void compare(Model model, Summary seen) {
    List<Event> events = model.ofStation();
    boolean ends = events.stream().anyMatch(e -> e.kind() == Kind.ENDED);
    boolean right =
        seen.endedAt().equals(model.ended)
            && seen.estimated() == (model.ended.isPresent() && !ends)
            && plausible(seen.importWh(), events.stream().map(Event::importWh).toList())
            && plausible(seen.exportWh(), events.stream().map(Event::exportWh).toList());
    if (!events.isEmpty()) {
      int first = events.get(0).sequence();
      int last = events.get(events.size() - 1).sequence();
      long missing = (long) last - first + 1 - events.size();
      right &= seen.highestSequence() == last;
      right &= seen.missing().size() == Math.min(ChargeReader.MOST_MISSING, missing);
      right &= seen.missing().stream().noneMatch(model.events::containsKey);
    }
    if (!right) {
      throw new AssertionError(seen + " of " + events);
    }
  }

  /** Bounds that hold for any readings, and the difference itself where they never fall. */
  private static boolean plausible(double energyWh, List<Double> readings) {
    double[] values =
        readings.stream()
            .mapToDouble(Double::doubleValue)
            .filter(v -> Double.isFinite(v) && v >= 0)
            .toArray();
    if (values.length == 0) {
      return Double.isNaN(energyWh);
    }
    double most = Arrays.stream(values).max().orElseThrow();
    double least = Arrays.stream(values).min().orElseThrow();
    boolean rises = true;
    for (int i = 1; i < values.length; i++) {
      rises &= values[i] >= values[i - 1];
    }
    return energyWh >= 0 && energyWh <= most - least && (!rises || energyWh == most - least);
  }
}
