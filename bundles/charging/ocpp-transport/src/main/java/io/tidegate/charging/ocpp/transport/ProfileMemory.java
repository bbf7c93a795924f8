package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.connection.SecurityProfiles;
import io.tidegate.api.journal.StateStore;
import io.tidegate.api.quantity.StationId;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest security profile of each station, over restarts (OCPP A05: no downgrade). Before the
 * store is read nobody below profile 3 is let in; without a store only this life is remembered.
 * Thread-safe.
 */
final class ProfileMemory implements SecurityProfiles {
  static final String SPACE = "ocpp-security-profiles";
  private static final Logger LOG = LoggerFactory.getLogger(ProfileMemory.class);

  private final Map<String, Integer> highest = new ConcurrentHashMap<>();
  private volatile StateStore store;
  private volatile boolean read = true;

  /** What is to be done with a station. */
  enum Verdict {
    FINE,
    DOWNGRADE,
    /** Nothing is known yet: it shall come back. */
    TOO_EARLY
  }

  /** A store is there; {@link #load} must follow. */
  void bind(StateStore found) {
    read = false;
    store = found;
  }

  void unbind(StateStore gone) {
    if (gone.equals(store)) {
      store = null;
      read = true;
    }
  }

  /** Reads the store; blocks, on a worker. */
  void load() {
    StateStore now = store;
    if (now == null || read) {
      return;
    }
    try {
      now.all(SPACE)
          .forEach(
              (station, value) -> {
                if (value.length == 1) {
                  highest.merge(station, (int) value[0], Math::max);
                }
              });
      read = true;
    } catch (RuntimeException e) {
      LOG.error("The stations' security profiles could not be read; stations wait", e);
    }
  }

  Verdict judge(StationId station, int profile) {
    if (!read && profile < 3) {
      return Verdict.TOO_EARLY;
    }
    return highest.getOrDefault(station.value(), 0) > profile ? Verdict.DOWNGRADE : Verdict.FINE;
  }

  /** It was let in with that profile. */
  void came(StationId station, int profile) {
    Integer before = highest.get(station.value());
    if (profile > 0 && (before == null || before < profile)) {
      highest.merge(station.value(), profile, Math::max);
      var unused = put(station, new byte[] {(byte) profile});
    }
  }

  private CompletionStage<Void> put(StationId station, byte[] value) {
    StateStore now = store;
    if (now == null) {
      return CompletableFuture.completedStage(null);
    }
    return now.put(SPACE, station.value(), value)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.error(
                    "{}: its security profile is not durable: {}", station, failure.getMessage());
              }
            });
  }

  @Override
  public Map<StationId, Integer> highest() {
    Map<StationId, Integer> all = new TreeMap<>(java.util.Comparator.comparing(StationId::value));
    highest.forEach((station, profile) -> all.put(new StationId(station), profile));
    return all;
  }

  @Override
  public CompletionStage<Boolean> reset(StationId station) {
    boolean known = highest.remove(station.value()) != null;
    return known
        ? put(station, null).thenApply(done -> true)
        : CompletableFuture.completedStage(false);
  }
}
