package io.tidegate.charging.ocpp.operations;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.api.operation.Endpoint.Query;
import io.tidegate.api.operation.Endpoint.Reply;
import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last events of each station (N07), in two files of 256 KiB a station at most; the severe ones
 * go to the alarms. Thread-safe.
 */
final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final long FILE_BYTES = 256 * 1_024;
  private static final int MOST_SHOWN = 500;

  private final Path folder;
  private final Around around;
  private final Alarms alarms;

  Events(Around around, Alarms alarms) {
    this.around = around;
    this.alarms = alarms;
    folder = around.home().resolve("data").resolve("station-events");
  }

  /** A NotifyEvent of a station. */
  CompletionStage<Void> said(StationId station, String payload) {
    return around.disk().run(() -> keep(station, payload));
  }

  private void keep(StationId station, String payload) throws IOException {
    StringBuilder lines = new StringBuilder();
    try (JsonParser json = Json.FACTORY.createParser(payload)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean data = json.currentName().equals("eventData");
        if (json.nextToken() == JsonToken.START_ARRAY && data) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            Json event = Json.of(json);
            alarms.heard(station, event);
            lines.append(line(event));
          }
        } else {
          json.skipChildren();
        }
      }
    }
    append(station, lines.toString());
  }

  private String line(Json event) {
    return Json.object(
            json -> {
              json.writeStringField("receivedAt", around.time().instant().toString());
              for (var field : event.fields().entrySet()) {
                json.writeFieldName(field.getKey());
                Report.copy(field.getValue(), json);
              }
            })
        + '\n';
  }

  private void append(StationId station, String lines) throws IOException {
    Path file = Folder.file(folder, station, ".jsonl");
    Files.createDirectories(folder);
    if (Files.exists(file) && Files.size(file) + lines.length() > FILE_BYTES) {
      Files.move(file, older(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static Path older(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /** The newest, newest first. */
  Reply view(Query query) throws IOException {
    StationId station = Stations.id(query.variables().get(0));
    Path file = Folder.file(folder, station, ".jsonl");
    List<String> lines = new ArrayList<>();
    for (Path each : List.of(older(file), file)) {
      if (Files.exists(each)) {
        lines.addAll(Files.readAllLines(each));
      }
    }
    List<String> newest = lines.subList(Math.max(0, lines.size() - MOST_SHOWN), lines.size());
    return Reply.json(
        200,
        Json.object(
            json -> {
              json.writeArrayFieldStart("events");
              for (int i = newest.size() - 1; i >= 0; i--) {
                try {
                  Report.copy(Json.read(newest.get(i)).fields(), json);
                } catch (IOException e) {
                  LOG.debug("A line of {} cannot be read", file, e);
                }
              }
              json.writeEndArray();
            }));
  }
}
