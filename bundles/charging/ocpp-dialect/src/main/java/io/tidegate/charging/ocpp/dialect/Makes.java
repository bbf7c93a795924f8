package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.journal.StateStore;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.QuirkBook;
import io.tidegate.api.site.StationMake;
import io.tidegate.api.site.StationQuirks;
import io.tidegate.codec.ocpp.json.v21.ChargingStation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each station said it is when it last booted, over restarts, and the quirks that are known of
 * such. Thread-safe, never blocks.
 */
final class Makes {
  static final String SPACE = "ocpp-makes";
  private static final Logger LOG = LoggerFactory.getLogger(Makes.class);
  private static final int PARTS = 3;

  private final StateStore store;
  private final QuirkBooks books = new QuirkBooks();
  private final Map<StationId, StationMake> makes = new ConcurrentHashMap<>();
  private final Map<StationId, StationQuirks> found = new ConcurrentHashMap<>();

  Makes(StateStore store) {
    this.store = store;
  }

  /** Reads what was remembered. Blocks. */
  void load() {
    store
        .all(SPACE)
        .forEach(
            (station, bytes) -> {
              String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
              if (parts.length == PARTS) {
                StationId id = new StationId(station);
                makes.putIfAbsent(id, new StationMake(id, parts[0], parts[1], parts[2]));
                found.remove(id);
              }
            });
  }

  /**
   * @param properties of the service
   */
  void bind(QuirkBook newer, Map<String, ?> properties) {
    books.add(newer, properties);
    found.clear();
  }

  void unbind(QuirkBook older) {
    books.remove(older);
    found.clear();
  }

  /** The station has said what it is. */
  void booted(StationId station, ChargingStation word) {
    StationMake make =
        new StationMake(
            station,
            Entrance.printable(word.vendorName()),
            Entrance.printable(word.model()),
            Entrance.printable(word.firmwareVersion().orElse("")));
    if (!make.equals(makes.put(station, make))) {
      found.remove(station);
      String text = String.join("\n", make.vendor(), make.model(), make.firmware());
      store
          .put(SPACE, station.value(), text.getBytes(StandardCharsets.UTF_8))
          .whenComplete(
              (nothing, failure) -> {
                if (failure != null) {
                  LOG.warn("Station {}: its make is not remembered over a restart", station);
                }
              });
    }
    StationQuirks quirks = of(station);
    if (!quirks.names().isEmpty()) {
      LOG.info("Station {}: {}", station, String.join("; ", quirks.names()));
    }
  }

  /** The quirks of a station, by what is known of it so far. */
  StationQuirks of(StationId station) {
    return found.computeIfAbsent(
        station, id -> books.of(makes.getOrDefault(id, new StationMake(id, "", "", ""))));
  }
}
