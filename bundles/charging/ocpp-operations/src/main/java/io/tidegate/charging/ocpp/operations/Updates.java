package io.tidegate.charging.ocpp.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.operation.Endpoint.Query;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.operation.Endpoint.Reply;
import io.tidegate.api.quantity.StationId;
import io.tidegate.charging.ocpp.operations.Attempt.Kind;
import io.tidegate.charging.ocpp.operations.Attempt.Outcome;
import io.tidegate.charging.ocpp.operations.Tickets.Download;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates of firmware (L01, L02; 1.6 with and without the security white paper): the station
 * fetches the file here and says how far it is. Never while a vehicle is connected, unless forced.
 * Thread-safe.
 */
final class Updates {
  private static final Logger LOG = LoggerFactory.getLogger(Updates.class);

  private final Around around;
  private final FileDesk desk;
  private final FirmwareStore store;
  private final Attempts attempts;

  Updates(Around around, FileDesk desk, FirmwareStore store, Attempts attempts) {
    this.around = around;
    this.desk = desk;
    this.store = store;
    this.attempts = attempts;
  }

  /** The updates of a station. */
  Reply view(Query query) {
    StationId station = Stations.id(query.variables().get(0));
    return show(attempts.of(station, Kind.FIRMWARE));
  }

  static Reply show(List<Attempt> all) {
    return Reply.json(
        200,
        Json.object(
            json -> {
              json.writeArrayFieldStart("attempts");
              for (Attempt attempt : all) {
                json.writeStartObject();
                attempt.show(json);
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  /** Asks a station to fetch and install a firmware. */
  Reply begin(Query query) throws IOException {
    StationId station = Stations.id(query.variables().get(0));
    Json body =
        Json.body(query.json())
            .only("firmware", "force", "unsigned", "retries", "retryInterval", "install");
    Firmware firmware = store.get(body.text("firmware").orElse(""));
    if (!firmware.signed() && !body.flag("unsigned")) {
      throw new Refusal(
          409, "NOT_SIGNED", "The firmware has no signature: add it, or say unsigned: true.");
    }
    if (!body.flag("force")) {
      around.sessions().refuseBusy(station);
    }
    boolean old = around.stations().dialect(station).old();
    Instant now = around.time().instant();
    Instant deadline = now.plus(around.config().get().keeping().firmwareTimeout());
    FileDesk.Place place =
        desk.offer(new Download(store.file(firmware), deadline), firmware.name());
    int id = around.ids().next();
    Attempt attempt =
        new Attempt(
            id,
            station,
            Kind.FIRMWARE,
            firmware.id(),
            place.token(),
            "",
            now,
            deadline,
            List.of(),
            Optional.empty());
    attempts.begin(attempt);
    try {
      ask(old, attempt, firmware, place.url(), body);
    } catch (Refusal e) {
      desk.withdraw(place.token());
      attempts.change(
          station,
          Kind.FIRMWARE,
          java.util.OptionalInt.of(id),
          a -> a.said(e.code(), Optional.of(Outcome.FAILED)));
      throw e;
    }
    LOG.info("Station {} is asked to install firmware {}", station, firmware.name());
    return Reply.json(202, Json.object(attempt::show));
  }

  private void ask(boolean old, Attempt attempt, Firmware firmware, String url, Json body) {
    boolean plainOld = old && !firmware.signed();
    String action = !old ? "UpdateFirmware" : plainOld ? "UpdateFirmware" : "SignedUpdateFirmware";
    String payload =
        Json.object(
            json -> {
              json.writeNumberField("retries", body.number("retries", 3, 0, 100));
              json.writeNumberField("retryInterval", body.number("retryInterval", 30, 1, 86_400));
              if (plainOld) {
                json.writeStringField("location", url);
                json.writeStringField("retrieveDate", attempt.begun().toString());
              } else {
                json.writeNumberField("requestId", attempt.id());
                json.writeObjectFieldStart("firmware");
                firmware(json, attempt, firmware, url, body);
                json.writeEndObject();
              }
            });
    Json answer = around.stations().ask(attempt.station(), action, payload);
    String status = plainOld ? "Accepted" : answer.text("status").orElse("");
    if (!status.startsWith("Accepted")) {
      throw Stations.declined(answer);
    }
  }

  private static void firmware(
      JsonGenerator json, Attempt attempt, Firmware firmware, String url, Json body)
      throws IOException {
    json.writeStringField("location", url);
    json.writeStringField("retrieveDateTime", attempt.begun().toString());
    if (body.text("install").isPresent()) {
      json.writeStringField("installDateTime", body.text("install").get());
    }
    if (firmware.signed()) {
      json.writeStringField("signingCertificate", firmware.certificate());
      json.writeStringField("signature", firmware.signature());
    }
  }

  /** How far a station is. */
  CompletionStage<Void> said(StationId station, String payload) {
    try {
      Json said = Json.read(payload);
      String status = said.text("status").orElse("");
      Optional<Outcome> end =
          switch (status) {
            case "Installed" -> Optional.of(Outcome.DONE);
            case "DownloadFailed",
                "InstallationFailed",
                "InstallVerificationFailed",
                "InvalidSignature" ->
                Optional.of(Outcome.FAILED);
            default -> Optional.empty();
          };
      attempts
          .change(station, Kind.FIRMWARE, said.integer("requestId"), a -> a.said(status, end))
          .filter(a -> !a.running())
          .ifPresent(this::ended);
    } catch (IOException e) {
      LOG.debug("A status of station {} cannot be read again", station, e);
    }
    return CompletableFuture.completedStage(null);
  }

  private void ended(Attempt attempt) {
    desk.withdraw(attempt.token());
    if (attempt.outcome().equals(Optional.of(Outcome.DONE))) {
      LOG.info("Station {} has installed firmware {}", attempt.station(), attempt.what());
    } else {
      LOG.warn(
          "Station {} has not installed firmware {}: {}",
          attempt.station(),
          attempt.what(),
          attempt.states().get(attempt.states().size() - 1));
    }
  }

  /** What the operator should look at. */
  Optional<String> concern() {
    List<Attempt> failed = attempts.failures();
    return failed.stream()
        .findFirst()
        .map(
            a ->
                "station "
                    + a.station()
                    + " has not installed its firmware ("
                    + a.states().stream()
                        .reduce((x, y) -> y)
                        .filter(s -> !s.isEmpty())
                        .orElse("it kept silent")
                    + (failed.size() == 1 ? ")" : "), others neither"));
  }
}
