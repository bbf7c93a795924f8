package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InquiryTest {
  private static final String RED =
      "{\"status\":\"critical\",\"checks\":[{\"name\":\"site\",\"status\":\"critical\","
          + "\"message\":\"site.yaml:3: no such node\"}]}";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> codes = new ConcurrentHashMap<>();
  private HttpServer server;
  @TempDir Path home;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean known =
              "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          String path = exchange.getRequestURI().toString();
          byte[] body = answers.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
          int code = answers.containsKey(path) ? codes.getOrDefault(path, 200) : 404;
          exchange.sendResponseHeaders(known ? code : 401, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Files.createDirectories(home.resolve("run"));
    Files.createDirectories(home.resolve("data/secrets"));
    Files.writeString(
        home.resolve("run/urls.json"),
        "{\"http\":\"http://127.0.0.1:" + server.getAddress().getPort() + "/\"}");
    Files.writeString(home.resolve("data/secrets/rest.token"), "secret\n");
    answers.put("/api/v1/health", "{\"status\":\"ok\",\"checks\":[]}");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int ask(String command, String... options) throws CommandException {
    String[] args = Arrays.copyOf(options, options.length + 2);
    args[options.length] = "--home";
    args[options.length + 1] = home.toString();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Inquiry.run(command, List.of(args), print, print);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void fetchesTheSupportArchiveAndTellsRedByTheExitCode() throws CommandException, IOException {
    // the end of an empty zip file
    answers.put("/api/v1/diag/archive", "PK\u0005\u0006" + "\0".repeat(18));
    Path file = home.resolve("support.zip");
    assertThat(ask("diag", "--all", "--archive", file.toString())).isEqualTo(ExitCode.DONE);
    assertThat(file).hasSize(22);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    assertThatThrownBy(() -> ask("diag", "--all", "--archive", file.toString()))
        .hasMessageContaining("is there already");
    Files.delete(file);
    answers.put("/api/v1/health", RED);
    codes.put("/api/v1/health", 503);
    assertThat(ask("diag", "--all", "--archive", file.toString())).isEqualTo(ExitCode.WANTING);
  }

  @Test
  void leavesNoHalfArchive() {
    answers.put("/api/v1/diag/archive", "PK\u0003\u0004 and then the line went dead");
    Path file = home.resolve("support.zip");
    assertThatThrownBy(() -> ask("diag", "--all", "--archive", file.toString()))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNREACHABLE));
    assertThat(home.toFile().list()).noneMatch(name -> name.startsWith("support"));
  }

  @Test
  void asksForHealthWithTheTokenOfTheHome() throws CommandException {
    assertThat(ask("health")).isEqualTo(ExitCode.DONE);
    assertThat(said()).contains("health ok").doesNotContain("secret");
  }

  @Test
  void exitsWithOneAndTheSentenceWhenSomethingIsRed() throws CommandException {
    answers.put("/api/v1/health", RED);
    codes.put("/api/v1/health", 503);
    assertThat(ask("health")).isEqualTo(ExitCode.WANTING);
    assertThat(said()).contains("site.yaml:3: no such node");
  }

  @Test
  void passesTheReportOnAsTextOrAsJson() throws CommandException {
    answers.put("/api/v1/diag?format=text", "all of it");
    answers.put("/api/v1/diag?format=json", "{\"all\":1}");
    for (String[] words : new String[][] {{}, {"--all"}}) {
      assertThat(ask("diag", words)).isEqualTo(ExitCode.DONE);
      assertThat(said()).isEqualToIgnoringNewLines("all of it");
      out.reset();
    }
    assertThat(ask("diag", "--all", "--json")).isEqualTo(ExitCode.DONE);
    assertThat(said()).isEqualToIgnoringNewLines("{\"all\":1}");
  }

  @Test
  void joinsSiteAndHealthToOneObject() throws CommandException {
    answers.put("/api/v1/site", "{\"powerW\":-9500}");
    assertThat(ask("status", "--json")).isEqualTo(ExitCode.DONE);
    assertThat(Json.read(said())).isInstanceOf(Map.class).asString().contains("powerW=-9500");
  }

  @Test
  void showsPowerNodesEvsesCommandsAndAlarms() throws CommandException {
    answers.put(
        "/api/v1/site",
        """
        {"name":"Depot","at":"2026-01-31T18:00:00Z","stopping":false,
         "power":{"gridW":34200,"gridEstimated":false,"buildingW":8000,"vehiclesW":26200,
                  "chargingW":26200,"dischargingW":0,"importCapW":60000,"exportCapW":40000},
         "nodes":[{"id":"grid","kind":"grid","ratingW":null,"loadW":34200},
                  {"id":"T1","kind":"transformer","ratingW":50000,"loadW":26200,
                   "hotSpotC":63.14,"chargeCapW":41000,"dischargeCapW":44000}],
         "evses":[{"evse":"E01","station":"CS01","online":true,"measuredW":-9800,"setpointW":-10000,
                   "reasons":[{"code":"GRID_COMMAND","sentence":"Follows grid command c1."},
                              {"code":"NODE_RATING","sentence":"The rating of T1 binds."}],
                   "session":{"id":"S7","socPct":55.4}},
                  {"evse":"E02","station":"CS02","online":false,"measuredW":null,"setpointW":0,
                   "reasons":[{"code":"OFFLINE","sentence":"The station is offline."}]}],
         "commands":[{"id":"c1","controller":"dms","priority":"grid-emergency",
                      "kind":"vehicle-power","node":"","powerW":-10000,
                      "start":"2026-01-31T17:59:00Z","end":"2026-01-31T18:30:00Z","active":true}]}
        """);
    answers.put("/api/v1/health", RED);
    codes.put("/api/v1/health", 503);
    assertThat(ask("status")).isEqualTo(ExitCode.WANTING);
    assertThat(said().lines())
        .contains(
            "Depot  2026-01-31T18:00:00Z",
            "grid 34.2 kW   import cap 60.0 kW   export cap 40.0 kW",
            "building 8.0 kW   vehicles 26.2 kW: charging 26.2 kW, discharging 0.0 kW")
        .anyMatch(l -> l.matches("T1 +transformer +26\\.2 kW +50\\.0 kW +63\\.1 C +41\\.0 kW.*"))
        .anyMatch(
            l ->
                l.matches(
                    "E01 +CS01 +online +S7 +55 % +-9\\.8 kW +-10\\.0 kW +"
                        + "Follows grid command c1\\. The rating of T1 binds\\."))
        .anyMatch(
            l -> l.matches("E02 +CS02 +OFFLINE +- +- +- +0\\.0 kW +The station is offline\\."))
        .anyMatch(
            l -> l.matches("c1 +dms +grid-emergency +vehicle-power +site +-10\\.0 kW +active .*"))
        .anyMatch(l -> l.startsWith("red ") && l.contains("site.yaml:3: no such node"));
    assertThat(said()).doesNotContain("\u001b");
  }

  @Test
  void saysThatAGatewayWithoutControlLoopIsThere() throws CommandException {
    answers.put(
        "/api/v1/site", "{\"error\":{\"code\":\"UNAVAILABLE\",\"message\":\"No control loop.\"}}");
    codes.put("/api/v1/site", 503);
    assertThat(ask("status")).isEqualTo(ExitCode.WANTING);
    assertThat(said()).contains("No control loop.", "all 0 checks green");
  }

  @Test
  void saysThatNoGatewayRunsThere() throws IOException {
    Files.delete(home.resolve("run/urls.json"));
    assertThatThrownBy(() -> ask("status"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining("no gateway runs on " + home);
  }

  @Test
  void saysThatTheGatewayDoesNotAnswer() {
    server.stop(0);
    assertThatThrownBy(() -> ask("health"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining("does not answer");
  }

  @Test
  void saysHowItWasRefused() throws IOException {
    Files.writeString(home.resolve("data/secrets/rest.token"), "wrong");
    assertThatThrownBy(() -> ask("health"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("answered 401")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void takesAllForADiagnosisAndNowhereElse() {
    assertThatThrownBy(() -> ask("health", "--all"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
  }
}
