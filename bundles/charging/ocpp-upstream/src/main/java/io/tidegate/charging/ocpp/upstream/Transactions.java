package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.journal.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers of OCPP 1.6 transactions: a management system gives its own, the station knows the
 * gateway's. Durable. Later versions need none of it: there the station gives the id.
 */
final class Transactions {
  private static final String FIELD = "transactionId";

  /** What a station sends when its transaction never got a number (1.6J errata §3.18). */
  private static final String NONE = "-1";

  private final String space;
  private final StateStore store;
  private final Map<String, Integer> theirs = new ConcurrentHashMap<>();

  Transactions(String upstream, StateStore store) {
    this.space = "ocpp-upstream/" + upstream + "/transactions";
    this.store = store;
  }

  /** Blocks: for the start. */
  void load() {
    store
        .all(space)
        .forEach(
            (key, value) ->
                theirs.putIfAbsent(
                    key, Integer.parseInt(new String(value, StandardCharsets.US_ASCII))));
  }

  private static String key(String station, int ours) {
    return station + "/" + ours;
  }

  void learn(String station, int ours, int their) {
    theirs.put(key(station, ours), their);
    store.put(
        space, key(station, ours), Integer.toString(their).getBytes(StandardCharsets.US_ASCII));
  }

  void forget(String station, int ours) {
    if (theirs.remove(key(station, ours)) != null) {
      store.put(space, key(station, ours), null);
    }
  }

  /** Our number of theirs. */
  OptionalInt ours(String station, int their) {
    String prefix = station + "/";
    return theirs.entrySet().stream()
        .filter(e -> e.getKey().startsWith(prefix) && e.getValue() == their)
        .mapToInt(e -> Integer.parseInt(e.getKey().substring(prefix.length())))
        .findFirst();
  }

  /** A message's payload with their number for ours. */
  String up(Entry entry) {
    return up(entry.station(), entry.subprotocol(), entry.action(), entry.payload());
  }

  String up(String station, String subprotocol, String action, String payload) {
    boolean numbered = action.equals("StopTransaction") || action.equals("MeterValues");
    if (!numbered || !subprotocol.equals("ocpp1.6")) {
      return payload;
    }
    return Splice.number(payload, FIELD)
        .map(
            ours -> {
              Integer their = theirs.get(key(station, ours));
              if (their != null) {
                return Splice.with(payload, FIELD, their.toString());
              }
              return action.equals("MeterValues")
                  ? Splice.without(payload, FIELD)
                  : Splice.with(payload, FIELD, NONE);
            })
        .orElse(payload);
  }
}
