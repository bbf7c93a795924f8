package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.journal.StateStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one upstream has not acknowledged yet: durable in the state store, in order, bounded. When
 * it is full the oldest gives way, meter values first, then other reports, then updates of
 * transactions; their beginnings and ends last. The upstream's own thread alone.
 */
final class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  /** The store takes 64 KiB a value. */
  private static final int PART = 60_000;

  private final String upstream;
  private final String space;
  private final StateStore store;
  private final Map<Entry.Rank, TreeMap<Long, Entry>> byRank = new EnumMap<>(Entry.Rank.class);
  private final Map<String, TreeMap<Long, Entry>> byStation = new HashMap<>();
  private final Consumer<Entry> gone;
  private long next = 1;
  private long bytes;
  private long dropped;

  /**
   * @param gone is told of what gave way
   */
  Backlog(String upstream, StateStore store, Consumer<Entry> gone) {
    this.upstream = upstream;
    this.space = "ocpp-upstream/" + upstream + "/queue";
    this.store = store;
    this.gone = gone;
    for (Entry.Rank rank : Entry.Rank.values()) {
      byRank.put(rank, new TreeMap<>());
    }
  }

  /** Takes in what was kept before the start. Blocks: not on the upstream's thread. */
  List<Entry> read() {
    Map<Long, TreeMap<Integer, byte[]>> parts = new TreeMap<>();
    store
        .all(space)
        .forEach(
            (key, value) -> {
              int dot = key.indexOf('.');
              parts
                  .computeIfAbsent(
                      Long.parseUnsignedLong(key.substring(0, dot), 16), k -> new TreeMap<>())
                  .put(Integer.parseInt(key.substring(dot + 1)), value);
            });
    List<Entry> entries = new ArrayList<>();
    parts.forEach(
        (sequence, values) ->
            Entry.decode(sequence, joined(values))
                .ifPresentOrElse(
                    entries::add,
                    () ->
                        LOG.error(
                            "Upstream {}: message {} is damaged, dropped", upstream, sequence)));
    return entries;
  }

  private static byte[] joined(Map<Integer, byte[]> parts) {
    int length = parts.values().stream().mapToInt(p -> p.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts.values()) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** What {@link #read} found. */
  void restore(List<Entry> entries) {
    for (Entry entry : entries) {
      next = Math.max(next, entry.sequence() + 1);
      keep(entry);
    }
  }

  private void keep(Entry entry) {
    byRank.get(entry.rank()).put(entry.sequence(), entry);
    byStation.computeIfAbsent(entry.station(), s -> new TreeMap<>()).put(entry.sequence(), entry);
    bytes += entry.size();
  }

  long sequence() {
    return next++;
  }

  /** Adds a message; completes when it is durable. */
  CompletionStage<Void> add(Entry entry, UpstreamSettings.Store limits) {
    keep(entry);
    CompletionStage<Void> durable = write(entry);
    while (size() > 1 && (size() > limits.messages() || bytes > limits.bytes())) {
      drop(oldestOfLeastRank());
    }
    return durable;
  }

  private CompletionStage<Void> write(Entry entry) {
    byte[] value = entry.encode();
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (int part = 0; part * PART < value.length; part++) {
      byte[] slice =
          Arrays.copyOfRange(value, part * PART, Math.min(value.length, (part + 1) * PART));
      stages.add(store.put(space, key(entry.sequence(), part), slice).toCompletableFuture());
    }
    return CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new));
  }

  private static String key(long sequence, int part) {
    return String.format("%016x.%d", sequence, part);
  }

  private Entry oldestOfLeastRank() {
    for (TreeMap<Long, Entry> entries : byRank.values()) {
      if (!entries.isEmpty()) {
        return entries.firstEntry().getValue();
      }
    }
    throw new IllegalStateException("nothing is kept");
  }

  private void drop(Entry entry) {
    dropped++;
    if (Long.bitCount(dropped) == 1) {
      LOG.warn(
          "ERR_UPSTREAM_QUEUE_FULL: upstream {} keeps {} messages, {} of station {} gave way ({} so far)",
          upstream,
          size() - 1,
          entry.action(),
          entry.station(),
          dropped);
    }
    remove(entry);
    gone.accept(entry);
  }

  /** It is acknowledged, or nobody wants it. */
  void remove(Entry entry) {
    TreeMap<Long, Entry> of = byStation.get(entry.station());
    if (of == null || of.remove(entry.sequence()) == null) {
      return;
    }
    if (of.isEmpty()) {
      byStation.remove(entry.station());
    }
    byRank.get(entry.rank()).remove(entry.sequence());
    bytes -= entry.size();
    int length = entry.encode().length;
    for (int part = 0; part * PART < length; part++) {
      store
          .put(space, key(entry.sequence(), part), null)
          .whenComplete(
              (nothing, failure) -> {
                if (failure != null) {
                  LOG.warn(
                      "Upstream {}: message {} is acknowledged and could not be struck: {}",
                      upstream,
                      entry.sequence(),
                      failure.getMessage());
                }
              });
    }
  }

  /** The oldest message of a station. */
  Optional<Entry> head(String station) {
    TreeMap<Long, Entry> entries = byStation.get(station);
    return entries == null ? Optional.empty() : Optional.of(entries.firstEntry().getValue());
  }

  /** Stations that something is kept of. */
  Set<String> stations() {
    return Set.copyOf(byStation.keySet());
  }

  int size() {
    int size = 0;
    for (TreeMap<Long, Entry> entries : byRank.values()) {
      size += entries.size();
    }
    return size;
  }

  /** How many gave way since the start. */
  long dropped() {
    return dropped;
  }
}
