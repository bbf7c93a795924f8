package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Csms;
import io.tidegate.itests.harness.Home;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a management system above may get wrong, or try: one that may set profiles, and one that may
 * nothing, are both shown the same stations.
 */
final class BackendRows implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int STATIONS = 12;
  private static final double CAP_W = 5_000;

  private final Csms trusted;
  private final Csms secondary;
  private int used;

  BackendRows() throws IOException {
    trusted = new Csms();
    secondary = new Csms();
  }

  /** One row of the list. */
  record Backend(String id, String what, Attack attack) {
    @Override
    public String toString() {
      return id + " " + what;
    }
  }

  /** Does it and checks the answer. */
  @FunctionalInterface
  interface Attack {
    void on(BackendRows rows, Scene scene) throws Exception;
  }

  static List<Backend> all() {
    return List.of(
        new Backend("S8", "profiles that are none", BackendRows::malformed),
        new Backend("S9", "a limit beyond the site, and a setpoint", BackendRows::beyond),
        new Backend("S13", "a system without rights", BackendRows::forbidden),
        new Backend("S14", "a profile under the gateway's own number", BackendRows::collides),
        new Backend("P19", "a negative limit from above", BackendRows::negative));
  }

  static String identity(int number) {
    return "UP" + number;
  }

  /** Shows its stations to both systems. */
  void configure(Home home) {
    List<String> stations = new ArrayList<>();
    for (int n = 0; n < STATIONS; n++) {
      stations.add(identity(n));
    }
    upstream(home, "trusted", trusted, stations, "may=read,profiles,start");
    upstream(home, "secondary", secondary, stations, "may=nothing");
  }

  private static void upstream(
      Home home, String name, Csms csms, List<String> stations, String may) {
    String prefix = "io.tidegate.charging.ocpp.upstream~" + name + "/";
    home.set(prefix + "name=" + name)
        .set(prefix + "url=" + csms.url())
        .set(prefix + "stations=" + String.join(",", stations))
        .set(prefix + may);
  }

  static int stations() {
    return STATIONS;
  }

  private HostileStation booted(Scene scene) throws Exception {
    HostileStation station = scene.station(identity(used++ % STATIONS)).open().boot();
    Await.until(
        "both systems see it",
        SOON,
        () ->
            trusted.said(station.identity(), "BootNotification").size()
                    + secondary.said(station.identity(), "BootNotification").size()
                >= 2);
    return station;
  }

  private static String profile(Version version, String limits) {
    String schedule =
        "{\"id\":1,\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod\":[" + limits + "]}";
    return version.oneSix()
        ? "{\"connectorId\":1,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,"
            + "\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\","
            + "\"chargingSchedule\":"
            + schedule.replace("\"id\":1,", "")
            + "}}"
        : "{\"evseId\":1,\"chargingProfile\":{\"id\":1,\"stackLevel\":0,"
            + "\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\","
            + "\"chargingSchedule\":["
            + schedule
            + "]}}";
  }

  private static String period(int start, double limit) {
    return "{\"startPeriod\":" + start + ",\"limit\":" + limit + "}";
  }

  private void rejected(HostileStation station, String request, String reason) throws Exception {
    JsonNode answer = trusted.ask(station.identity(), "SetChargingProfile", request);
    assertThat(answer.path(0).asInt()).as("%s", answer).isEqualTo(3);
    assertThat(answer.path(2).path("status").asText()).isEqualTo("Rejected");
    if (!station.version().oneSix()) {
      assertThat(answer.path(2).path("statusInfo").path("reasonCode").asText()).isEqualTo(reason);
    }
  }

  private static void malformed(BackendRows rows, Scene scene) throws Exception {
    try (HostileStation station = rows.booted(scene)) {
      Version version = scene.version();
      rows.rejected(
          station, profile(version, period(0, 1) + "," + period(0, 2)), "InvalidSchedule");
      rows.rejected(station, profile(version, period(7, 1)), "InvalidSchedule");
      rows.rejected(
          station,
          profile(version, period(0, 1)).replace("\"stackLevel\":0", "\"stackLevel\":1000"),
          "InvalidStackLevel");
      rows.rejected(
          station,
          profile(version, period(0, 1))
              .replace("TxDefaultProfile", "TxProfile")
              .replace(
                  "\"stackLevel\":0",
                  "\"stackLevel\":0,\"transactionId\":" + (version.oneSix() ? "99" : "\"no\"")),
          "TxNotFound");
      rows.rejected(
          station,
          profile(version, period(0, 1)).replace("Id\":1,\"c", "Id\":77,\"c"),
          "UnknownEvse");
      if (!version.oneSix()) {
        String good = profile(version, period(0, 1));
        rows.rejected(
            station,
            good.replace("TxDefaultProfile", "ChargingStationExternalConstraints"),
            "UnsupportedPurpose");
        // one for the whole station, on one EVSE
        rows.rejected(
            station,
            good.replace("TxDefaultProfile", "ChargingStationMaxProfile"),
            "InvalidProfile");
      }
      StringBuilder many = new StringBuilder(period(0, 1));
      for (int i = 1; i <= 1_024; i++) {
        many.append(',').append(period(i, 1));
      }
      JsonNode answer =
          rows.trusted.ask(
              station.identity(), "SetChargingProfile", profile(version, many.toString()));
      assertThat(answer.toString()).containsAnyOf("ConstraintViolation", "Rejected");
      station.alive();
    }
  }

  private static void beyond(BackendRows rows, Scene scene) throws Exception {
    try (HostileStation station = rows.booted(scene)) {
      JsonNode answer =
          rows.trusted.ask(
              station.identity(),
              "SetChargingProfile",
              profile(scene.version(), period(0, 1_000_000)));
      assertThat(answer.path(2).path("status").asText()).isEqualTo("Accepted");
      assertThat(limits(station))
          .as("the site's own limits hold")
          .allMatch(limit -> limit <= 11_000);
      rows.cleared(station);
    }
  }

  /** Limits that a vehicle is given; so large a site that is mostly dark gives it none but 0. */
  private static List<Double> limits(HostileStation station) throws Exception {
    List<Double> limits = new ArrayList<>();
    Transaction transaction = new Transaction(station);
    transaction.event("Started", 0, 100);
    int[] sequence = {1};
    Await.until(
        "a setpoint",
        SOON,
        () -> {
          transaction.event("Updated", sequence[0]++, 100);
          station.drain(
              call -> call.findValues("limit").forEach(limit -> limits.add(limit.asDouble())));
          return !limits.isEmpty();
        });
    transaction.event("Ended", sequence[0], 100);
    return limits;
  }

  private void cleared(HostileStation station) throws Exception {
    JsonNode answer = trusted.ask(station.identity(), "ClearChargingProfile", "{}");
    assertThat(answer.path(2).path("status").asText()).isEqualTo("Accepted");
  }

  private static void forbidden(BackendRows rows, Scene scene) throws Exception {
    try (HostileStation station = rows.booted(scene)) {
      List<String> asked = new ArrayList<>();
      for (String action :
          new String[] {"ClearCache", "GetLocalListVersion", "ClearChargingProfile"}) {
        JsonNode answer = rows.secondary.ask(station.identity(), action, "{}");
        assertThat(answer.path(2).asText()).as("%s", answer).isEqualTo("SecurityError");
        station.alive();
        station.drain(call -> asked.add(call.path(2).asText()));
        assertThat(asked).doesNotContain(action);
      }
      JsonNode answer =
          rows.trusted.ask(
              station.identity(),
              "Reset",
              scene.version().oneSix() ? "{\"type\":\"Hard\"}" : "{\"type\":\"Immediate\"}");
      assertThat(answer.path(2).asText()).isEqualTo("SecurityError");
    }
  }

  private static void collides(BackendRows rows, Scene scene) throws Exception {
    try (HostileStation station = rows.booted(scene)) {
      // the purpose, level and number of the safe share that lies beneath every setpoint
      JsonNode answer =
          rows.trusted.ask(
              station.identity(), "SetChargingProfile", profile(scene.version(), period(0, CAP_W)));
      assertThat(answer.path(2).path("status").asText()).isEqualTo("Accepted");
      assertThat(limits(station))
          .as("the gateway's own profiles, none of the system's")
          .allMatch(limit -> limit < CAP_W);
      rows.cleared(station);
    }
  }

  private static void negative(BackendRows rows, Scene scene) throws Exception {
    try (HostileStation station = rows.booted(scene)) {
      rows.rejected(station, profile(scene.version(), period(0, -5_000)), "InvalidSchedule");
      assertThat(scene.gateway().home().log()).contains("ERR_UPSTREAM_PROFILE");
      assertThat(limits(station)).allMatch(limit -> limit >= 0);
    }
  }

  @Override
  public void close() throws IOException {
    trusted.close();
    secondary.close();
  }
}
