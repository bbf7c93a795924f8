package io.tidegate.charging.ocpp.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.operation.Endpoint.Query;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.operation.Endpoint.Reply;
import io.tidegate.api.quantity.StationId;
import io.tidegate.charging.ocpp.operations.Attempt.Kind;
import io.tidegate.charging.ocpp.operations.Attempt.Outcome;
import io.tidegate.charging.ocpp.operations.Tickets.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs of stations (N01; GetDiagnostics on a 1.6 without the security white paper): the station
 * puts the file here. The newest few of each are kept. Thread-safe.
 */
final class Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final Pattern NAME = Pattern.compile("[a-z]{1,12}-[0-9]{1,10}\\.log");

  private final Around around;
  private final FileDesk desk;
  private final Attempts attempts;
  private final Path folder;

  Uploads(Around around, FileDesk desk, Attempts attempts) {
    this.around = around;
    this.desk = desk;
    this.attempts = attempts;
    folder = around.home().resolve("data").resolve("logs");
  }

  private Path folder(StationId station) {
    return folder.resolve(Folder.name(station));
  }

  /** The uploads of a station. */
  Reply view(Query query) {
    return Updates.show(attempts.of(Stations.id(query.variables().get(0)), Kind.LOG));
  }

  /** A file that was put. */
  Reply file(Query query) {
    StationId station = Stations.id(query.variables().get(0));
    String name = query.variables().get(1);
    Path file = folder(station).resolve(name);
    if (!NAME.matcher(name).matches() || !Files.isRegularFile(file)) {
      throw new Refusal(404, "NO_LOG", "There is no such log.");
    }
    return new Reply(200, "application/octet-stream", out -> Files.copy(file, out));
  }

  /** Asks a station for a log. */
  Reply begin(Query query) {
    StationId station = Stations.id(query.variables().get(0));
    Json body = Json.body(query.json()).only("log", "from", "to", "retries", "retryInterval");
    String log = body.text("log").orElse("diagnostics");
    if (!log.equals("diagnostics") && !log.equals("security")) {
      throw Json.wrong("log", "must be diagnostics or security");
    }
    boolean old = around.stations().dialect(station).old();
    int id = around.ids().next();
    Instant now = around.time().instant();
    Instant deadline = now.plus(around.config().get().keeping().logTimeout());
    String name = log + '-' + id + ".log";
    FileDesk.Place place = desk.offer(ticket(station, id, name, deadline), name);
    attempts.begin(
        new Attempt(
            id,
            station,
            Kind.LOG,
            log,
            place.token(),
            name,
            now,
            deadline,
            List.of(),
            Optional.empty()));
    try {
      ask(station, id, old, place.url(), body);
    } catch (Refusal e) {
      desk.withdraw(place.token());
      change(station, id, a -> a.said(e.code(), Optional.of(Outcome.FAILED)));
      throw e;
    }
    return Reply.json(
        202,
        Json.object(
            json -> {
              json.writeNumberField("requestId", id);
              json.writeStringField("file", name);
            }));
  }

  private Upload ticket(StationId station, int id, String name, Instant deadline) {
    return new Upload(
        folder(station).resolve(name),
        around.config().get().keeping().logBytes(),
        deadline,
        size -> received(station, id, size));
  }

  private void ask(StationId station, int id, boolean old, String url, Json body) {
    try {
      Json answer = around.stations().ask(station, "GetLog", request(id, url, body));
      if (!answer.text("status").orElse("").startsWith("Accepted")) {
        throw Stations.declined(answer);
      }
    } catch (Refusal e) {
      boolean unknown = e.getMessage().startsWith("Not");
      if (!old || !unknown || body.text("log").orElse("").equals("security")) {
        throw e;
      }
      Json answer = around.stations().ask(station, "GetDiagnostics", diagnostics(url, body));
      if (answer.text("fileName").isEmpty()) {
        throw new Refusal(502, "STATION_DECLINED", "The station has nothing to upload.");
      }
    }
  }

  private static String request(int id, String url, Json body) {
    return Json.object(
        json -> {
          json.writeStringField(
              "logType",
              body.text("log").orElse("").equals("security") ? "SecurityLog" : "DiagnosticsLog");
          json.writeNumberField("requestId", id);
          retries(json, body);
          json.writeObjectFieldStart("log");
          json.writeStringField("remoteLocation", url);
          period(json, body, "oldestTimestamp", "latestTimestamp");
          json.writeEndObject();
        });
  }

  private static String diagnostics(String url, Json body) {
    return Json.object(
        json -> {
          json.writeStringField("location", url);
          retries(json, body);
          period(json, body, "startTime", "stopTime");
        });
  }

  private static void retries(JsonGenerator json, Json body) throws IOException {
    json.writeNumberField("retries", body.number("retries", 3, 0, 100));
    json.writeNumberField("retryInterval", body.number("retryInterval", 30, 1, 86_400));
  }

  private static void period(JsonGenerator json, Json body, String from, String to)
      throws IOException {
    if (body.text("from").isPresent()) {
      json.writeStringField(from, body.text("from").get());
    }
    if (body.text("to").isPresent()) {
      json.writeStringField(to, body.text("to").get());
    }
  }

  private Optional<Attempt> change(
      StationId station, int id, java.util.function.UnaryOperator<Attempt> change) {
    return attempts.change(station, Kind.LOG, OptionalInt.of(id), change);
  }

  /** A file is here, whether the station says so or not. */
  private void received(StationId station, int id, long size) {
    LOG.info("Station {} has put a log of {} bytes", station, size);
    change(station, id, a -> a.said("received " + size + " bytes", Optional.of(Outcome.DONE)))
        .ifPresent(a -> desk.withdraw(a.token()));
    var unused =
        around
            .disk()
            .run(() -> clean(station))
            .exceptionally(
                e -> {
                  LOG.warn("Old logs of station {} stay: {}", station, e.toString());
                  return null;
                });
  }

  private void clean(StationId station) throws IOException {
    try (Stream<Path> files = Files.list(folder(station))) {
      List<Path> newest =
          files
              .filter(f -> f.toString().endsWith(".log"))
              .sorted(Comparator.<Path>comparingLong(f -> f.toFile().lastModified()).reversed())
              .toList();
      int keep = around.config().get().keeping().logs();
      for (Path old : newest.subList(Math.min(keep, newest.size()), newest.size())) {
        Files.delete(old);
      }
    }
  }

  /** How far a station is. */
  CompletionStage<Void> said(StationId station, String payload) {
    try {
      Json said = Json.read(payload);
      String status = said.text("status").orElse("");
      Optional<Outcome> end =
          switch (status) {
            case "BadMessage",
                "NotSupportedOperation",
                "PermissionDenied",
                "UploadFailure",
                "UploadFailed",
                "AcceptedCanceled" ->
                Optional.of(Outcome.FAILED);
            // what it has put ends the attempt; an upload of nothing is none
            default -> Optional.empty();
          };
      attempts
          .change(station, Kind.LOG, said.integer("requestId"), a -> a.said(status, end))
          .filter(a -> !a.running())
          .ifPresent(
              a -> {
                desk.withdraw(a.token());
                LOG.warn("Station {} has put no log: {}", station, status);
              });
    } catch (IOException e) {
      LOG.debug("A status of station {} cannot be read again", station, e);
    }
    return CompletableFuture.completedStage(null);
  }

  /** An upload that was asked for before a restart may still come. */
  void restore(Attempt attempt) throws IOException {
    Path file = folder(attempt.station()).resolve(attempt.file());
    Files.deleteIfExists(file.resolveSibling(attempt.file() + ".part"));
    desk.restore(
        attempt.token(),
        ticket(attempt.station(), attempt.id(), attempt.file(), attempt.deadline()));
  }
}
