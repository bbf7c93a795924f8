package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates and uploads, the last 500 of the site and ten of a station, over restarts. Thread-safe;
 * written off the caller's thread.
 */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final int MOST = 500;
  private static final int MOST_OF_A_STATION = 10;

  private final Path file;
  private final Disk disk;
  private final InstantSource time;
  private final Map<Integer, Attempt> byId = new LinkedHashMap<>();

  Attempts(Around around) {
    file = around.home().resolve("data").resolve("ocpp-operations").resolve("attempts.jsonl");
    disk = around.disk();
    time = around.time();
  }

  /** Reads those of before a restart; what is here already is newer. Blocks. */
  List<Attempt> load() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Attempt> found = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      try {
        found.add(Attempt.of(Json.read(line)));
      } catch (IOException | RuntimeException e) {
        LOG.warn("A line of {} cannot be read: {}", file, e.toString());
      }
    }
    synchronized (this) {
      found.forEach(a -> byId.putIfAbsent(a.id(), a));
    }
    return found;
  }

  synchronized void begin(Attempt attempt) {
    byId.put(attempt.id(), attempt);
    List<Attempt> own = byId.values().stream().filter(a -> same(a, attempt)).toList();
    for (int i = 0; i < own.size() - MOST_OF_A_STATION; i++) {
      byId.remove(own.get(i).id());
    }
    while (byId.size() > MOST) {
      byId.remove(byId.keySet().iterator().next());
    }
    write();
  }

  private static boolean same(Attempt one, Attempt other) {
    return one.station().equals(other.station()) && one.kind() == other.kind();
  }

  /**
   * Changes the one with the id, or the newest that runs where the version has no ids.
   *
   * @return as it is now; empty when there is none that runs
   */
  synchronized Optional<Attempt> change(
      StationId station, Attempt.Kind kind, OptionalInt id, UnaryOperator<Attempt> change) {
    Optional<Attempt> found =
        byId.values().stream()
            .filter(a -> a.station().equals(station) && a.kind() == kind && a.running())
            .filter(a -> id.isEmpty() || a.id() == id.getAsInt())
            .max(Comparator.comparing(Attempt::begun));
    Optional<Attempt> now = found.map(change);
    now.ifPresent(
        a -> {
          byId.put(a.id(), a);
          write();
        });
    return now;
  }

  /** Newest first; those whose time is over have an unknown end. */
  synchronized List<Attempt> of(StationId station, Attempt.Kind kind) {
    expire();
    return byId.values().stream()
        .filter(a -> a.station().equals(station) && a.kind() == kind)
        .sorted(Comparator.comparing(Attempt::begun).reversed())
        .toList();
  }

  /** The newest updates that did not end well, one a station. */
  synchronized List<Attempt> failures() {
    expire();
    Map<StationId, Attempt> newest = new LinkedHashMap<>();
    for (Attempt attempt : byId.values()) {
      if (attempt.kind() == Attempt.Kind.FIRMWARE) {
        newest.put(attempt.station(), attempt);
      }
    }
    return newest.values().stream()
        .filter(a -> a.outcome().filter(o -> o != Attempt.Outcome.DONE).isPresent())
        .toList();
  }

  private void expire() {
    boolean changed = false;
    for (Attempt attempt : List.copyOf(byId.values())) {
      if (attempt.running() && time.instant().isAfter(attempt.deadline())) {
        byId.put(attempt.id(), attempt.said("", Optional.of(Attempt.Outcome.UNKNOWN)));
        changed = true;
      }
    }
    if (changed) {
      write();
    }
  }

  private void write() {
    List<String> lines = byId.values().stream().map(Attempt::store).toList();
    var unused =
        disk.run(
                () -> {
                  Files.createDirectories(file.getParent());
                  Path beside = file.resolveSibling("attempts.new");
                  Files.write(beside, lines);
                  Files.move(
                      beside,
                      file,
                      StandardCopyOption.ATOMIC_MOVE,
                      StandardCopyOption.REPLACE_EXISTING);
                })
            .exceptionally(
                failure -> {
                  LOG.error("{} cannot be written", file, failure);
                  return null;
                });
  }
}
