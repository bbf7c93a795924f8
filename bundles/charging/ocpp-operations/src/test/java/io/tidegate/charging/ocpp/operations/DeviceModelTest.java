package io.tidegate.charging.ocpp.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.StationCommands.Fate;
import io.tidegate.api.control.StationCommands.Told;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceModelTest {
  private static final String MODEL = "/api/v1/stations/CS01/device-model";
  private static final Told ACCEPTED = new Told(Fate.ANSWERED, "{\"status\":\"Accepted\"}");

  @TempDir Path home;
  private Depot depot;

  @BeforeEach
  void open() {
    depot = new Depot(home, "ocpp2.0.1", Map.of("report.max.kib", "64"));
  }

  @AfterEach
  void close() {
    depot.close();
  }

  private static String part(int request, int number, boolean more, String variable) {
    return ("{'requestId':%d,'generatedAt':'2026-01-01T00:00:00Z','seqNo':%d,'tbc':%b,\n"
            + "'reportData':[{'component':{'name':'OCPPCommCtrlr'},'variable':{'name':'%s'},"
            + "'variableAttribute':[{'value':'30','mutability':'ReadWrite'}]}]}")
        .formatted(request, number, more, variable)
        .replace('\'', '"');
  }

  /** Answers a request for a report, and sends what the test wants. */
  private void reporting(String... parts) {
    depot.station =
        (action, payload) -> {
          for (String part : parts) {
            depot.says("NotifyReport", part.replace("%ID", Integer.toString(id(payload))));
          }
          return ACCEPTED;
        };
  }

  private static int id(String payload) {
    try {
      return Json.read(payload).integer("requestId").orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String part(int number, boolean more, String variable) {
    return part(77, number, more, variable).replace("\"requestId\":77", "\"requestId\":%ID");
  }

  @Test
  void putsTheStationsPartsTogetherAndKeepsThemOverARestart() throws IOException {
    reporting(
        part(0, true, "HeartbeatInterval"),
        part(1, true, "OfflineThreshold"),
        part(1, true, "OfflineThreshold"),
        part(2, false, "NetworkTimeout"));
    Depot.Answer answer = depot.post(MODEL, "{}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().children("variables")).hasSize(3);
    assertThat(depot.last("GetBaseReport").text("reportBase")).hasValue("FullInventory");
    depot.close();
    depot = new Depot(home, "ocpp2.0.1", Map.of());
    Json kept = depot.get(MODEL + "?variable=offlinethreshold").json();
    assertThat(kept.children("variables")).hasSize(1);
    assertThat(kept.text("version")).hasValue("ocpp2.0.1");
    assertThat(depot.get(MODEL + "?component=Nothing").json().children("variables")).isEmpty();
  }

  @Test
  void givesUpAReportWithAMissingPartAndKeepsTheOneBefore() throws IOException {
    reporting(part(0, false, "HeartbeatInterval"));
    depot.post(MODEL, "{}");
    reporting(part(0, true, "A"), part(2, false, "B"));
    Depot.Answer answer = depot.post(MODEL, "{}");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body()).contains("part 1 is missing");
    assertThat(depot.get(MODEL).body()).contains("HeartbeatInterval");
  }

  @Test
  void boundsAReportThatNeverEnds() throws IOException {
    depot.station =
        (action, payload) -> {
          for (int i = 0; i < 400; i++) {
            depot.says("NotifyReport", part(id(payload), i, true, "X".repeat(200)));
          }
          return ACCEPTED;
        };
    assertThat(depot.post(MODEL, "{}").body()).contains("larger than 64 KiB");
    try (var files = Files.walk(home.resolve("data"))) {
      assertThat(files.filter(Files::isRegularFile).toList()).isEmpty();
    }
  }

  @Test
  void dropsReportsThatNobodyAskedFor() throws IOException {
    depot.says("NotifyReport", part(4711, 0, false, "HeartbeatInterval"));
    assertThat(depot.get(MODEL).status()).isEqualTo(404);
    assertThat(home.resolve("data")).doesNotExist();
  }

  @Test
  void saysWhyThereIsNoReport() throws IOException {
    depot.station = (a, p) -> new Told(Fate.ANSWERED, "{\"status\":\"NotSupported\"}");
    assertThat(depot.post(MODEL, "{}").body()).contains("STATION_DECLINED", "NotSupported");
    assertThat(depot.post(MODEL, "{\"report\":\"x\"}").status()).isEqualTo(422);
    depot.online = false;
    assertThat(depot.post(MODEL, "{}").body()).contains("STATION_OFFLINE");
    assertThat(depot.get("/api/v1/stations/..%2f..%2fetc/device-model").status()).isEqualTo(404);
  }

  @Test
  void readsTheConfigurationKeysOf16AsADeviceModel() throws IOException {
    depot.close();
    depot = new Depot(home, "ocpp1.6", Map.of());
    depot.station =
        (action, payload) ->
            new Told(
                Fate.ANSWERED,
                "{\"configurationKey\":[{\"key\":\"HeartbeatInterval\",\"readonly\":false,"
                    + "\"value\":\"300\"},{\"key\":\"Secret\",\"readonly\":true}]}");
    Json model = depot.post(MODEL, "{}").json();
    assertThat(depot.sent).containsExactly("GetConfiguration {}");
    assertThat(model.children("variables")).hasSize(2);
    assertThat(
            model.children("variables").get(0).children("variableAttribute").get(0).text("value"))
        .hasValue("300");
    assertThat(depot.post("/api/v1/stations/CS01/monitors", "{}").status()).isEqualTo(409);
  }

  private static String event(String more) {
    return ("{'generatedAt':'2026-01-01T00:00:00Z','seqNo':0,'eventData':[{'eventId':1,"
            + "'component':{'name':'Connector','evse':{'id':1}},'variable':{'name':'Problem'},"
            + "'actualValue':'true'"
            + more
            + "}]}")
        .replace('\'', '"');
  }

  @Test
  void keepsEventsAndRaisesTheSevereOnesUntilTheyAreCleared() throws IOException {
    depot.says("NotifyEvent", event(",'severity':6"));
    assertThat(depot.component.execute().getStatus()).isEqualTo(Result.Status.OK);
    depot.says("NotifyEvent", event(",'severity':1"));
    assertThat(depot.component.execute().toString()).contains("Connector[1].Problem");
    depot.says("NotifyEvent", event(",'severity':1,'cleared':true"));
    assertThat(depot.component.execute().getStatus()).isEqualTo(Result.Status.OK);
    assertThat(depot.get("/api/v1/stations/CS01/events").json().children("events")).hasSize(3);
  }

  @Test
  void knowsTheSeverityOfAnEventOf201FromTheReportOfItsMonitors() throws IOException {
    depot.station =
        (action, payload) -> {
          depot.says(
              "NotifyMonitoringReport",
              ("{'requestId':%d,'generatedAt':'2026-01-01T00:00:00Z','seqNo':0,'monitor':["
                      + "{'component':{'name':'Connector'},'variable':{'name':'Problem'},"
                      + "'variableMonitoring':[{'id':5,'severity':2,'type':'Delta'}]}]}")
                  .formatted(id(payload))
                  .replace('\'', '"'));
          return ACCEPTED;
        };
    depot.says("NotifyEvent", event(",'variableMonitoringId':5"));
    assertThat(depot.component.execute().getStatus()).isEqualTo(Result.Status.OK);
    Json monitors = depot.post("/api/v1/stations/CS01/monitors", "{}").json();
    assertThat(monitors.children("monitors")).hasSize(1);
    depot.says("NotifyEvent", event(",'variableMonitoringId':5"));
    assertThat(depot.component.execute().toString()).contains("severity 2");
  }

  @Test
  void boundsTheEventsOfAStationThatNeverStops() throws IOException {
    for (int i = 0; i < 3_000; i++) {
      depot.says("NotifyEvent", event(",'techInfo':'" + "x".repeat(200) + "'"));
    }
    try (var files = Files.walk(home.resolve("data/station-events"))) {
      assertThat(files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum())
          .isBetween(256 * 1_024L, 2 * 256 * 1_024L);
    }
    assertThat(depot.get("/api/v1/stations/CS01/events").json().children("events")).hasSize(500);
  }

  @Test
  void describesEveryPathAndNoOther() throws IOException {
    Json paths = Json.read("{" + depot.component.description() + "}");
    var described =
        paths.fields().keySet().stream()
            .flatMap(
                path ->
                    paths.child(path).fields().keySet().stream()
                        .map(m -> m.toUpperCase(java.util.Locale.ROOT) + " " + path))
            .toList();
    assertThat(described).containsExactlyInAnyOrderElementsOf(depot.component.routes());
  }

  @Test
  void refusesAWrongConfigurationAndSaysWhere() {
    depot.component.modified(Map.of("report.max.kib", "1"));
    assertThat(depot.component.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(depot.component.execute().toString()).contains("field report.max.kib");
  }
}
