package io.tidegate.charging.ocpp.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.operation.Endpoint.Query;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.operation.Endpoint.Reply;
import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site's local list: one in the gateway, sent to each station whose version is another, whole
 * or what has changed, in parts as long as the station takes. Sent when a station is accepted, when
 * the list changes, and on an operator's word. Thread-safe.
 */
final class LocalLists {
  private static final Logger LOG = LoggerFactory.getLogger(LocalLists.class);
  private static final int MOST_BYTES = 2 * 1_024 * 1_024;
  private static final int ITEMS = 20;
  private static final int MOST_ITEMS = 1_000;

  private final Around around;
  private final Disk sender;
  private final Path file;
  private final Map<StationId, String> states = new ConcurrentHashMap<>();
  private final Set<StationId> met = ConcurrentHashMap.newKeySet();
  private volatile LocalList list = LocalList.NONE;

  /**
   * @param sender waits for stations
   */
  LocalLists(Around around, Disk sender) {
    this.around = around;
    this.sender = sender;
    file = around.home().resolve("data").resolve("ocpp-operations").resolve("local-list.json");
  }

  LocalList list() {
    return list;
  }

  /** Reads that of before a restart. Blocks. */
  void load() throws IOException {
    if (list.version() == 0 && Files.exists(file)) {
      list = LocalList.read(Files.readString(file));
      met.forEach(this::send);
    }
  }

  /** A station may be spoken to. */
  void accepted(StationId station) {
    met.add(station);
    if (list.version() > 0) {
      send(station);
    }
  }

  Reply view(Query query) {
    LocalList now = list;
    return Reply.json(
        200,
        Json.object(
            json -> {
              json.writeNumberField("version", now.version());
              json.writeArrayFieldStart("entries");
              for (LocalList.Entry entry : now.entries().values()) {
                entry.show(json);
              }
              json.writeEndArray();
              json.writeObjectFieldStart("stations");
              for (Map.Entry<StationId, String> state : states.entrySet()) {
                json.writeStringField(state.getKey().value(), state.getValue());
              }
              json.writeEndObject();
            }));
  }

  /** Replaces the list. */
  Reply replace(Query query) throws IOException {
    Json body = Json.body(body(query)).only("entries");
    if (!(body.fields().get("entries") instanceof List<?>)) {
      throw Json.wrong("entries", "is missing");
    }
    LocalList now;
    synchronized (this) {
      now = list.replaced(body.children("entries"));
      Files.createDirectories(file.getParent());
      Path beside = file.resolveSibling("local-list.new");
      Files.writeString(beside, now.store());
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      list = now;
    }
    met.forEach(this::send);
    return Reply.json(
        200,
        Json.object(
            json -> {
              json.writeNumberField("version", now.version());
              json.writeNumberField("entries", now.entries().size());
            }));
  }

  private static String body(Query query) throws IOException {
    if (!query.type().equals("application/json")) {
      throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json.");
    }
    try (InputStream in = query.body()) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new Refusal(413, "TOO_LARGE", "The body is larger than 2 MiB.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Sends it to one station now. */
  Reply sendNow(Query query) {
    StationId station = Stations.id(query.variables().get(0));
    if (list.version() == 0) {
      throw new Refusal(409, "NO_LOCAL_LIST", "There is no local list yet.");
    }
    String state = sync(station);
    return Reply.json(200, Json.object(json -> json.writeStringField("state", state)));
  }

  private void send(StationId station) {
    var unused =
        sender
            .run(() -> sync(station))
            .exceptionally(
                failure -> {
                  Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                  states.put(station, String.valueOf(cause.getMessage()));
                  LOG.info("Station {} has no local list: {}", station, cause.getMessage());
                  return null;
                });
  }

  private String sync(StationId station) {
    LocalList now = list;
    Stations.Dialect dialect = around.stations().dialect(station);
    Json answer = around.stations().ask(station, "GetLocalListVersion", "{}");
    int has = answer.integer(dialect.old() ? "listVersion" : "versionNumber").orElse(0);
    if (has != now.version()) {
      boolean step = has > 0 && has == now.version() - LocalList.STEP;
      List<LocalList.Change> what = step ? now.changed() : whole(now);
      parts(station, dialect, now, what, !step);
    }
    String state = "version " + now.version();
    states.put(station, state);
    return state;
  }

  private static List<LocalList.Change> whole(LocalList list) {
    return list.entries().values().stream()
        .map(entry -> new LocalList.Change(entry, false))
        .toList();
  }

  /** The last part has the list's version, those before it the numbers below. */
  private void parts(
      StationId station,
      Stations.Dialect dialect,
      LocalList now,
      List<LocalList.Change> entries,
      boolean full) {
    int items = items(station, dialect);
    int parts = Math.max(1, (entries.size() + items - 1) / items);
    if (parts >= LocalList.STEP) {
      throw new Refusal(409, "LIST_TOO_LONG", "The station takes it in too many parts.");
    }
    for (int part = 0; part < parts; part++) {
      var some = entries.subList(part * items, Math.min(entries.size(), (part + 1) * items));
      int version = now.version() - parts + 1 + part;
      String payload = payload(dialect.old(), version, full && part == 0, some);
      Json answer = around.stations().ask(station, "SendLocalList", payload);
      if (!answer.text("status").orElse("").equals("Accepted")) {
        throw Stations.declined(answer);
      }
    }
    LOG.info("Station {} holds version {} of the local list", station, now.version());
  }

  private static String payload(
      boolean old, int version, boolean full, List<LocalList.Change> entries) {
    return Json.object(
        json -> {
          json.writeNumberField(old ? "listVersion" : "versionNumber", version);
          json.writeStringField("updateType", full ? "Full" : "Differential");
          if (!entries.isEmpty()) {
            json.writeArrayFieldStart("localAuthorizationList");
            for (LocalList.Change change : entries) {
              json.writeStartObject();
              if (old) {
                old(json, change);
              } else {
                entry(json, change);
              }
              json.writeEndObject();
            }
            json.writeEndArray();
          }
        });
  }

  private static void entry(JsonGenerator json, LocalList.Change change) throws IOException {
    LocalList.Entry known = change.entry();
    token(json, "idToken", known.token(), known.type());
    if (!change.removed()) {
      json.writeObjectFieldStart("idTokenInfo");
      json.writeStringField("status", known.status());
      if (!known.expiry().isEmpty()) {
        json.writeStringField("cacheExpiryDateTime", known.expiry());
      }
      if (!known.group().isEmpty()) {
        token(json, "groupIdToken", known.group(), "Central");
      }
      json.writeEndObject();
    }
  }

  private static void token(JsonGenerator json, String field, String token, String type)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("idToken", token);
    json.writeStringField("type", type);
    json.writeEndObject();
  }

  private static void old(JsonGenerator json, LocalList.Change change) throws IOException {
    LocalList.Entry known = change.entry();
    json.writeStringField("idTag", known.token());
    if (!change.removed()) {
      json.writeObjectFieldStart("idTagInfo");
      json.writeStringField("status", known.status());
      if (!known.expiry().isEmpty()) {
        json.writeStringField("expiryDate", known.expiry());
      }
      if (!known.group().isEmpty()) {
        json.writeStringField("parentIdTag", known.group());
      }
      json.writeEndObject();
    }
  }

  /** How many entries the station takes at a time; a careful few when it does not say. */
  private int items(StationId station, Stations.Dialect dialect) {
    try {
      String text =
          dialect.old()
              ? around
                  .stations()
                  .ask(station, "GetConfiguration", "{\"key\":[\"SendLocalListMaxLength\"]}")
                  .children("configurationKey")
                  .stream()
                  .flatMap(key -> key.text("value").stream())
                  .findFirst()
                  .orElse("")
              : around
                  .stations()
                  .ask(
                      station,
                      "GetVariables",
                      "{\"getVariableData\":[{\"component\":{\"name\":\"LocalAuthListCtrlr\"},"
                          + "\"variable\":{\"name\":\"ItemsPerMessage\"}}]}")
                  .children("getVariableResult")
                  .stream()
                  .flatMap(result -> result.text("attributeValue").stream())
                  .findFirst()
                  .orElse("");
      return text.isEmpty() ? ITEMS : Math.max(1, Math.min(MOST_ITEMS, Integer.parseInt(text)));
    } catch (Refusal | NumberFormatException e) {
      LOG.debug("Station {} does not say how long its list may be", station, e);
      return ITEMS;
    }
  }
}
