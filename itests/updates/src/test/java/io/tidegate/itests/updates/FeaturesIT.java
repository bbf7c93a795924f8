package io.tidegate.itests.updates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Rest;
import io.tidegate.itests.harness.TalkingStation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Features of a gateway with a station, a meter and a vehicle of ISO 15118-20: each that a site may
 * do without goes and comes back, by its operator's commands, and the others notice nothing (P2).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FeaturesIT {
  /** Without these no vehicle charges at an EVSE of the gateway's own. */
  private static final Set<String> VEHICLES = Set.of("evse", "iso15118");

  private BusySite site;
  private Scene scene;
  private TalkingStation station;
  private List<String> bundles;
  private Map<String, String> health;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    site = new BusySite(folder, 1, 1);
    site.home().set("io.tidegate.charging.ocpp.v201/idtokens=any");
    scene = new Scene(site.home(), folder).start();
    connect();
    site.plugIn(rest());
    bundles = states();
    health = health();
  }

  @AfterAll
  void close() throws Exception {
    if (station != null) {
      station.close();
    }
    if (scene != null) {
      scene.close();
    }
    site.close();
  }

  private Rest rest() {
    return scene.gateway().rest();
  }

  /** A command as an operator gives it; what it said. */
  private String features(int code, String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of("features"));
    line.addAll(List.of(words));
    line.addAll(List.of("--home", site.home().folder().toString()));
    Gateway.Ended ended = Gateway.run(line.toArray(String[]::new));
    assertThat(ended.code())
        .as("features %s: %s%n%s", List.of(words), ended.output(), site.home().log())
        .isEqualTo(code);
    return ended.output();
  }

  private void listed(String state, Set<String> features) throws Exception {
    String list = features(0, "list");
    for (String feature : features) {
      assertThat(list).containsPattern("(?m)^" + state + " *" + feature + " ");
    }
  }

  private void removeByCommand(String feature) throws Exception {
    assertThat(features(0, "remove", feature, "--disturb")).contains("confirmed");
  }

  private void installByCommand(String feature) throws Exception {
    assertThat(features(0, "install", feature)).contains("confirmed");
  }

  /** As the command does it, without a process of its own. */
  private void remove(String feature) throws Exception {
    confirmed(rest().request("/api/v1/features/" + feature + "?disturb=true").DELETE());
  }

  private void install(String feature) throws Exception {
    confirmed(rest().request("/api/v1/features/" + feature).PUT(BodyPublishers.noBody()));
  }

  private void confirmed(HttpRequest.Builder order) throws Exception {
    Rest.Answer answer = rest().send(order);
    assertThat(answer.status()).as(answer.text()).isBetween(200, 202);
    JsonNode view = scene.ended(answer.body().path("id").asText());
    assertThat(view.path("step").asText()).as("%s", view).isEqualTo("confirmed");
  }

  /** All features, as the API tells them. */
  private List<JsonNode> all() throws Exception {
    JsonNode list = rest().get("/api/v1/features").body().path("features");
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  private List<String> names(boolean fixed) throws Exception {
    return all().stream()
        .filter(f -> f.path("fixed").asBoolean() == fixed)
        .map(f -> f.path("name").asText())
        .toList();
  }

  private Set<String> away() throws Exception {
    Set<String> away = new TreeSet<>();
    for (JsonNode feature : all()) {
      if (!feature.path("installed").asBoolean()) {
        away.add(feature.path("name").asText());
      }
    }
    return away;
  }

  /** Symbolic names of features' own bundles. */
  private Set<String> own(Set<String> features) throws Exception {
    Set<String> own = new TreeSet<>();
    for (JsonNode feature : all()) {
      if (features.contains(feature.path("name").asText())) {
        feature.path("bundles").forEach(bundle -> own.add(bundle.asText()));
      }
    }
    own.removeIf(bundle -> !bundle.startsWith("io.tidegate."));
    return own;
  }

  /** {@code name:version:state} of each bundle, sorted. */
  private List<String> states() throws Exception {
    return List.of(scene.hand().ask("states").split("\\|")).stream().sorted().toList();
  }

  private Map<String, String> health() throws Exception {
    Map<String, String> health = new TreeMap<>();
    rest()
        .get("/api/v1/health")
        .body()
        .path("checks")
        .forEach(c -> health.put(c.path("name").asText(), c.path("status").asText()));
    return health;
  }

  /** Those bundles are not there; all others are, in the state in which they were. */
  private void without(Set<String> features) throws Exception {
    Set<String> own = own(features);
    List<String> expected =
        bundles.stream().filter(b -> !own.contains(b.substring(0, b.indexOf(':')))).toList();
    Await.until(
        "all bundles but those of " + features,
        Scene.PATIENCE,
        () -> states().equals(expected),
        () -> "wanted " + expected + "\n" + scene.gateway().story());
    Await.until(
        "the API answers",
        Scene.PATIENCE,
        () ->
            rest().get("/api/v1/site").status() == 200
                && rest().get("/api/v1/features").status() == 200,
        this::story);
    assertThat(away()).isEqualTo(features);
    Await.until("no check red without " + features, Scene.PATIENCE, this::nothingRed, this::story);
  }

  /** Amber says of what is away that somebody misses it; red is nothing without it. */
  private boolean nothingRed() throws Exception {
    Map<String, String> now = health();
    return !now.isEmpty()
        && now.entrySet().stream()
            .filter(check -> check.getValue().equals("critical"))
            .allMatch(check -> check.getValue().equals(health.get(check.getKey())));
  }

  private String story() {
    try {
      return "before " + health + "\nnow " + health() + "\n" + scene.gateway().story();
    } catch (Exception e) {
      return e + "\n" + scene.gateway().story();
    }
  }

  /** Everything is as it was at first, and serves. */
  private void whole() throws Exception {
    without(Set.of());
    if (station.closed()) {
      connect();
    }
    serves();
    if (site.vehicles().inLoop() == 0) {
      site.plugIn(rest());
    }
    looping();
    Await.until(
        "every check as it was", Scene.PATIENCE, () -> health().equals(health), this::story);
  }

  private void connect() throws Exception {
    Await.until(
        "the station's door is open",
        Scene.PATIENCE,
        () -> {
          try {
            station = TalkingStation.connect(site.home(), "CS0", "ocpp2.0.1");
            return true;
          } catch (java.util.concurrent.ExecutionException e) {
            return false;
          }
        },
        scene.gateway()::story);
    JsonNode boot =
        station.call(
            "BootNotification",
            "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}");
    assertThat(boot.path(2).path("status").asText()).as("%s", boot).isEqualTo("Accepted");
  }

  private void serves() throws Exception {
    JsonNode answer =
        station.call("Authorize", "{\"idToken\":{\"idToken\":\"DRIVER-1\",\"type\":\"ISO14443\"}}");
    assertThat(answer.path(2).path("idTokenInfo").path("status").asText())
        .as("%s", answer)
        .isEqualTo("Accepted");
  }

  private void looping() throws Exception {
    long looped = site.looped().stream().mapToLong(n -> n).sum();
    Await.until(
        "the vehicle charges on",
        Scene.PATIENCE,
        () -> site.charging() == 1 && site.looped().stream().mapToLong(n -> n).sum() > looped + 2,
        () -> site.endings() + "\n" + scene.gateway().story());
  }

  @Test
  @Order(1)
  @Tag("long")
  void takesEachFeatureOutAndBackBesideTheOthers() throws Exception {
    List<String> removable = names(false);
    assertThat(removable).contains("ocpp", "iso15118", "modbus", "console", "evse");
    for (String feature : removable) {
      removeByCommand(feature);
      without(Set.of(feature));
      assertThat(station.closed()).as("the station's connection").isEqualTo(feature.equals("ocpp"));
      if (!VEHICLES.contains(feature)) {
        looping();
      }
      installByCommand(feature);
      whole();
    }
    assertThat(site.arced()).as("a contactor that opened under current").isFalse();
    assertThat(site.home().log()).doesNotContain("ERR_DEVICE_SILENT");
    assertThat(scene.gateway().output().split("ready in ")).as("starts").hasSize(2);
  }

  @Test
  @Order(2)
  void saysWhoIsConnectedBeforeItCutsThemOff() throws Exception {
    assertThat(features(1, "remove", "ocpp"))
        .contains("IN_USE: ocpp is in use by 1 station, and removing it cuts them off");
    for (String feature : VEHICLES) {
      assertThat(features(1, "remove", feature))
          .contains("IN_USE: " + feature + " is in use by 1 vehicle, and removing it");
    }
    Rest.Answer answer = rest().send(rest().request("/api/v1/features/ocpp").DELETE());
    assertThat(answer.status()).isEqualTo(409);
    whole();
    assertThat(station.closed()).as("the station's connection").isFalse();
    assertThat(features(0, "remove", "console")).contains("confirmed");
    assertThat(features(0, "install", "console")).contains("confirmed");
  }

  @Test
  @Order(3)
  void refusesToTakeOutWhatThereIsNoGatewayWithout() throws Exception {
    assertThat(names(true)).contains("admin", "core", "platform", "updates");
    for (String fixed : names(true)) {
      Rest.Answer answer = rest().send(rest().request("/api/v1/features/" + fixed).DELETE());
      assertThat(answer.status()).as(fixed).isEqualTo(409);
      assertThat(answer.body().path("error").path("code").asText()).isEqualTo("TOO_LATE");
      assertThat(features(1, "remove", fixed)).contains("there is no gateway without it");
    }
    assertThat(features(1, "remove", "nothing-of-that-name")).contains("UNKNOWN_ORDER");
    whole();
  }

  @Test
  @Order(4)
  void takesTwoThatWorkTogetherOutInEitherOrder() throws Exception {
    List<String> two = new ArrayList<>(VEHICLES);
    for (int turn = 0; turn < 2; turn++) {
      remove(two.get(0));
      without(Set.of(two.get(0)));
      remove(two.get(1));
      without(VEHICLES);
      remove(two.get(1)); // which changes nothing
      without(VEHICLES);
      install(two.get(0));
      install(two.get(1));
      whole();
      Collections.reverse(two);
    }
  }

  @Test
  @Order(5)
  @Tag("long")
  void staysWithoutThemOverAKill() throws Exception {
    Set<String> all = new TreeSet<>(names(false));
    for (String feature : all) {
      remove(feature);
    }
    without(all);
    listed("- ", all);
    scene.kill();
    scene.start();
    without(all);
    for (String feature : all) {
      install(feature);
    }
    whole();
    listed("installed ", all);
    scene.kill();
    scene.start();
    whole();
  }
}
