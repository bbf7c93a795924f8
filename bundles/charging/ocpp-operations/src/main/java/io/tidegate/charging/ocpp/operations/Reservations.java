package io.tidegate.charging.ocpp.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.operation.Endpoint.Query;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.operation.Endpoint.Reply;
import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reservations (block H): asked for by an operator, kept over restarts until they are used,
 * cancelled or over; the last 1,000. Thread-safe.
 */
final class Reservations {
  private static final Logger LOG = LoggerFactory.getLogger(Reservations.class);
  private static final int MOST = 1_000;
  private static final int MOST_MINUTES = 7 * 24 * 60;
  private static final int OLD_TOKEN = 20;
  private static final int TOKEN = 36;

  private final Around around;
  private final Path file;
  private final Map<Integer, Reservation> byId = new LinkedHashMap<>();

  Reservations(Around around) {
    this.around = around;
    file = around.home().resolve("data").resolve("ocpp-operations").resolve("reservations.jsonl");
  }

  /** Reads those of before a restart. Blocks. */
  void load() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file);
    synchronized (this) {
      for (String line : lines) {
        try {
          Reservation reservation = Reservation.of(Json.read(line));
          byId.putIfAbsent(reservation.id(), reservation);
        } catch (IOException | RuntimeException e) {
          LOG.warn("A line of {} cannot be read: {}", file, e.toString());
        }
      }
    }
  }

  synchronized Reply view(Query query) {
    StationId station = Stations.id(query.variables().get(0));
    Instant now = around.time().instant();
    List<Reservation> own =
        byId.values().stream().filter(r -> r.station().equals(station)).toList();
    return Reply.json(
        200,
        Json.object(
            json -> {
              json.writeArrayFieldStart("reservations");
              for (int i = own.size() - 1; i >= 0; i--) {
                own.get(i).show(json, now);
              }
              json.writeEndArray();
            }));
  }

  /** Has a station keep an EVSE. */
  Reply begin(Query query) {
    StationId station = Stations.id(query.variables().get(0));
    Json body = Json.body(query.json()).only("evse", "token", "type", "group", "minutes");
    boolean old = around.stations().dialect(station).old();
    String token = body.text("token").orElse("");
    if (token.isEmpty() || token.length() > (old ? OLD_TOKEN : TOKEN)) {
      throw Json.wrong("token", "must have 1 to " + (old ? OLD_TOKEN : TOKEN) + " characters");
    }
    Reservation wanted =
        new Reservation(
            around.ids().next(),
            station,
            body.number("evse", 0, 0, 1_000),
            token,
            body.text("type").orElse("ISO14443"),
            body.text("group").orElse(""),
            around
                .time()
                .instant()
                .plus(Duration.ofMinutes(body.number("minutes", 30, 1, MOST_MINUTES))),
            Reservation.ACTIVE);
    Json answer = around.stations().ask(station, "ReserveNow", old ? old(wanted) : request(wanted));
    if (!answer.text("status").orElse("").equals("Accepted")) {
      throw Stations.declined(answer);
    }
    put(wanted);
    LOG.info("Station {} keeps EVSE {} (reservation {})", station, wanted.evse(), wanted.id());
    return Reply.json(201, Json.text(json -> wanted.show(json, around.time().instant())));
  }

  private static String request(Reservation wanted) {
    return Json.object(
        json -> {
          json.writeNumberField("id", wanted.id());
          json.writeStringField("expiryDateTime", wanted.until().toString());
          token(json, "idToken", wanted.token(), wanted.type());
          if (wanted.evse() > 0) {
            json.writeNumberField("evseId", wanted.evse());
          }
          if (!wanted.group().isEmpty()) {
            token(json, "groupIdToken", wanted.group(), "Central");
          }
        });
  }

  private static void token(JsonGenerator json, String field, String token, String type)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("idToken", token);
    json.writeStringField("type", type);
    json.writeEndObject();
  }

  private static String old(Reservation wanted) {
    return Json.object(
        json -> {
          json.writeNumberField("connectorId", wanted.evse());
          json.writeStringField("expiryDate", wanted.until().toString());
          json.writeStringField("idTag", wanted.token());
          if (!wanted.group().isEmpty()) {
            json.writeStringField("parentIdTag", wanted.group());
          }
          json.writeNumberField("reservationId", wanted.id());
        });
  }

  /** Has a station keep it no longer (H02). */
  Reply cancel(Query query) {
    StationId station = Stations.id(query.variables().get(0));
    Reservation known = known(station, query.variables().get(1));
    String payload = Json.object(json -> json.writeNumberField("reservationId", known.id()));
    Json answer = around.stations().ask(station, "CancelReservation", payload);
    if (!answer.text("status").orElse("").equals("Accepted")) {
      throw Stations.declined(answer);
    }
    end(station, known.id(), "cancelled");
    return Reply.json(200, "{}");
  }

  private synchronized Reservation known(StationId station, String id) {
    return byId.values().stream()
        .filter(r -> r.station().equals(station) && Integer.toString(r.id()).equals(id))
        .filter(r -> r.active(around.time().instant()))
        .findFirst()
        .orElseThrow(
            () -> new Refusal(404, "NO_RESERVATION", "The station keeps no such reservation."));
  }

  /** The station says that one is over (H04). */
  CompletionStage<Void> said(StationId station, String payload) {
    try {
      Json said = Json.read(payload);
      String status = said.text("reservationUpdateStatus").orElse("");
      end(
          station,
          said.integer("reservationId").orElse(0),
          status.equals("NoTransaction") ? "no-transaction" : status.toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      LOG.debug("A status of station {} cannot be read again", station, e);
    }
    return CompletableFuture.completedStage(null);
  }

  /** A transaction has begun on it. */
  void used(StationId station, int id) {
    end(station, id, "used");
  }

  private synchronized void end(StationId station, int id, String state) {
    Reservation known = byId.get(id);
    if (known != null && known.station().equals(station) && known.active(around.time().instant())) {
      LOG.info("Reservation {} at station {} is {}", id, station, Stations.printable(state));
      put(known.become(state));
    }
  }

  /** For whom the EVSE is kept now. */
  synchronized Optional<Reservation> at(StationId station, int evse) {
    Instant now = around.time().instant();
    return byId.values().stream()
        .filter(r -> r.station().equals(station) && r.evse() == evse && r.active(now))
        .findFirst();
  }

  private synchronized void put(Reservation reservation) {
    byId.put(reservation.id(), reservation);
    while (byId.size() > MOST) {
      byId.remove(byId.keySet().iterator().next());
    }
    Instant now = around.time().instant();
    List<String> lines = new ArrayList<>();
    byId.values().forEach(r -> lines.add(Json.text(json -> r.show(json, now))));
    var unused =
        around
            .disk()
            .run(
                () -> {
                  Files.createDirectories(file.getParent());
                  Path beside = file.resolveSibling("reservations.new");
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
