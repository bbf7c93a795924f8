package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.operation.Endpoint.Query;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.operation.Endpoint.Reply;
import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device model of each station: asked for on an operator's word (B07, N02; GetConfiguration on
 * 1.6), received in parts, kept in a file, shown. What nobody asked for is counted and dropped.
 * Thread-safe.
 */
final class DeviceModels {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceModels.class);
  private static final long WAIT_SECONDS = 20;
  private static final long LONGEST_MINUTES = 10;
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private final ReportKind kind;
  private final Path folder;
  private final Stations stations;
  private final Disk disk;
  private final Supplier<OperationsConfig> config;
  private final InstantSource time;
  private final RequestIds ids;
  private final Map<StationId, Assembly> running = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();

  DeviceModels(ReportKind kind, Around around) {
    this.kind = kind;
    folder = around.home().resolve("data").resolve(kind.folder);
    stations = around.stations();
    disk = around.disk();
    config = around.config();
    time = around.time();
    ids = around.ids();
  }

  /** Parts that nobody asked for. */
  long dropped() {
    return dropped.sum();
  }

  /** A part from a station. */
  CompletionStage<Void> said(StationId station, String payload) {
    Assembly assembly = running.get(station);
    try {
      Json part = Json.read(payload);
      if (assembly != null && part.integer("requestId").orElse(-1) == assembly.requestId()) {
        return assembly.part(part, payload);
      }
    } catch (IOException e) {
      LOG.debug("A report of station {} cannot be read again", station, e);
    }
    dropped.increment();
    LOG.debug("Station {} sends a report that nobody asked for", station);
    return DONE;
  }

  /** The station begins anew: what it was sending will not go on. */
  void booted(StationId station) {
    Optional.ofNullable(running.get(station)).ifPresent(a -> a.fail("the station has booted"));
  }

  private Report report(StationId station) {
    return new Report(Folder.file(folder, station, ".jsonl"), kind);
  }

  /** Asks the station, and waits a while for all of it. */
  Reply refresh(Query query) throws IOException {
    StationId station = Stations.id(query.variables().get(0));
    Json body = Json.body(query.json()).only("report");
    Stations.Dialect dialect = stations.dialect(station);
    if (dialect.old()) {
      if (kind == ReportKind.MONITORS) {
        throw new Refusal(409, "NOT_IN_THIS_VERSION", "OCPP 1.6 has no monitors.");
      }
      configuration(station);
      return view(station, query);
    }
    Assembly assembly = ask(station, body);
    try {
      String trouble = assembly.end().get(WAIT_SECONDS, TimeUnit.SECONDS);
      if (!trouble.isEmpty()) {
        throw new Refusal(502, "REPORT_BROKEN", "The report is given up: " + trouble + ".");
      }
      return view(station, query);
    } catch (TimeoutException e) {
      return Reply.json(
          202,
          Json.object(
              json -> {
                json.writeNumberField("requestId", assembly.requestId());
                json.writeStringField("state", "receiving");
              }));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(503, "UNAVAILABLE", "The gateway is stopping.");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Assembly ask(StationId station, Json body) {
    int request = ids.next();
    String report = body.text("report").orElse("full");
    String base =
        switch (report) {
          case "full" -> "FullInventory";
          case "configuration" -> "ConfigurationInventory";
          case "summary" -> "SummaryInventory";
          default -> throw Json.wrong("report", "must be full, configuration or summary");
        };
    Assembly assembly =
        new Assembly(station, request, report(station), disk, config.get().modelBytes());
    Assembly before = running.put(station, assembly);
    if (before != null) {
      before.fail("another was asked for");
    }
    CompletableFuture<String> unused =
        assembly.end().whenComplete((said, failure) -> running.remove(station, assembly));
    assembly.begin(heading(request, stations.dialect(station).version()));
    assembly.end().completeOnTimeout("not all parts came", LONGEST_MINUTES, TimeUnit.MINUTES);
    try {
      String payload =
          Json.object(
              json -> {
                json.writeNumberField("requestId", request);
                if (kind == ReportKind.MODEL) {
                  json.writeStringField("reportBase", base);
                }
              });
      String action = kind == ReportKind.MODEL ? "GetBaseReport" : "GetMonitoringReport";
      Json answer = stations.ask(station, action, payload);
      String status = answer.text("status").orElse("");
      if (status.equals("EmptyResultSet")) {
        disk.run(report(station)::commit).join();
        assembly.end().complete("");
      } else if (!status.equals("Accepted")) {
        throw Stations.declined(answer);
      }
    } catch (RuntimeException e) {
      assembly.fail("the station will not");
      throw e;
    }
    return assembly;
  }

  private String heading(int request, String version) {
    return Json.object(
        json -> {
          json.writeNumberField("requestId", request);
          json.writeStringField("version", version);
          json.writeStringField("askedAt", time.instant().toString());
        });
  }

  /** The configuration keys of 1.6, in the shape of a report. */
  private void configuration(StationId station) {
    Json answer = stations.ask(station, "GetConfiguration", "{}");
    String part =
        Json.object(
            json -> {
              json.writeArrayFieldStart(kind.entries);
              for (Json key : answer.children("configurationKey")) {
                json.writeStartObject();
                json.writeObjectFieldStart("component");
                json.writeStringField("name", "Configuration");
                json.writeEndObject();
                json.writeObjectFieldStart("variable");
                json.writeStringField("name", key.text("key").orElse(""));
                json.writeEndObject();
                json.writeArrayFieldStart("variableAttribute");
                json.writeStartObject();
                if (key.text("value").isPresent()) {
                  json.writeStringField("value", key.text("value").get());
                }
                json.writeStringField(
                    "mutability", key.flag("readonly") ? "ReadOnly" : "ReadWrite");
                json.writeEndObject();
                json.writeEndArray();
                json.writeEndObject();
              }
              json.writeEndArray();
            });
    Report report = report(station);
    disk.run(
            () -> {
              report.begin(heading(0, stations.dialect(station).version()));
              report.append(part);
              report.commit();
            })
        .join();
  }

  Reply view(Query query) throws IOException {
    return view(Stations.id(query.variables().get(0)), query);
  }

  private Reply view(StationId station, Query query) throws IOException {
    Report report = report(station);
    Json heading =
        report
            .heading()
            .orElseThrow(
                () ->
                    new Refusal(
                        404, "NO_REPORT", "There is none yet: ask the station for it (POST)."));
    String component = query.parameter("component").orElse("");
    String variable = query.parameter("variable").orElse("");
    return new Reply(
        200,
        "application/json",
        out -> {
          try (var json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("station", station.value());
            for (var field : heading.fields().entrySet()) {
              json.writeFieldName(field.getKey());
              Report.copy(field.getValue(), json);
            }
            json.writeBooleanField("receiving", running.containsKey(station));
            json.writeArrayFieldStart(kind.title);
            report.read(
                entry -> {
                  if (named(entry.child("component"), component)
                      && named(entry.child("variable"), variable)) {
                    Report.copy(entry.fields(), json);
                  }
                });
            json.writeEndArray();
            json.writeEndObject();
          }
        });
  }

  private static boolean named(Json part, String wanted) {
    return wanted.isEmpty() || part.text("name").filter(wanted::equalsIgnoreCase).isPresent();
  }

  /** Severity of a monitor of the newest report, 0 (worst) to 9; empty when it is not known. */
  Map<Integer, Integer> severities(StationId station) throws IOException {
    Map<Integer, Integer> found = new java.util.HashMap<>();
    report(station)
        .read(
            entry -> {
              for (Json monitor : entry.children("variableMonitoring")) {
                if (monitor.integer("id").isPresent() && found.size() < 1_000) {
                  found.put(
                      monitor.integer("id").getAsInt(), monitor.integer("severity").orElse(9));
                }
              }
            });
    return found;
  }
}
