package io.tidegate.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.CommandReceipt;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.DriverWish;
import io.tidegate.api.operation.HealthBoard;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.ServiceReference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;

/** The API over the HTTP server that the product ships. */
class ApiTest {
  private static final String COMMAND =
      """
      {"id":"dr-1","controller":"dms","priority":"grid-emergency","kind":"vehicle-power",
       "powerW":-20000,"start":"2026-01-31T18:00:00Z","end":"2026-01-31T18:10:00Z"}""";
  private static final String WISH =
      """
      {"requestId":"w-1","desiredSoc":80,"departure":"2026-02-01T06:30:00Z","reserveMargin":30}""";

  @TempDir static Path storage;
  private static WebServer server;
  private static Redirect redirect;

  @TempDir Path home;
  private final RestHealth health = new RestHealth();
  private FakeBackend backend;
  private RestApi api;
  private String token;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    server =
        new WebServer(storage.resolve("felix"), Map.of("org.apache.felix.http.timeout", "1000"));
    redirect = new Redirect();
    server.serve(redirect, "/api/*", "/healthz");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void fresh() throws IOException {
    backend = new FakeBackend();
    api =
        new RestApi(
            server.context(), home, backend, new CommandLatency(), health, new WishLog(backend));
    api.modified(Map.of("attempts.max", "3"));
    redirect.to = api;
    token = Files.readString(Token.file(home)).strip();
  }

  @AfterEach
  void end() {
    api.deactivate();
  }

  // ---- who may come in

  @Test
  void makesATokenThatOnlyTheOwnerCanRead() throws IOException {
    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    assertThat(Files.getPosixFilePermissions(Token.file(home)).toString())
        .contains("OWNER_READ", "OWNER_WRITE")
        .doesNotContain("GROUP", "OTHERS");
    api.modified(Map.of());
    assertThat(Files.readString(Token.file(home)).strip()).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/site",
        "/api/v1/metrics",
        "/api/v1/events",
        "/api/v1/diag",
        "/api/v1/nothing",
        "/api/v1/site?token=TOKEN",
        "/api/v1/site?access_token=TOKEN"
      })
  void letsNobodyInWithoutTheTokenInItsHeader(String path) throws Exception {
    HttpResponse<String> answer = send("GET", path.replace("TOKEN", token), null, Map.of());
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"tidegate\"");
    assertThat(answer.body()).contains("\"code\":\"V2G-401\"").doesNotContain(token);
  }

  @Test
  void limitsWrongTokensAndStillServesTheRightOne() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(with("Bearer wrong" + i).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> limited = with("Bearer wrong");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("Retry-After")).hasValue("60");
    assertThat(with("Bearer " + token).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic TOKEN", "TOKEN", "Bearer", "Bearer TOKENx", "Bearer x TOKEN"})
  void takesNothingButTheTokenItself(String header) throws Exception {
    assertThat(with(header.replace("TOKEN", token)).statusCode()).isEqualTo(401);
  }

  @Test
  void servesNobodyWhenTheTokenFileMayBeReadByOthers() throws Exception {
    Files.setPosixFilePermissions(
        Token.file(home), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    api.modified(Map.of());
    assertThat(get("/api/v1/site").statusCode()).isEqualTo(401);
    assertThat(problems()).contains("rest.token may be read by others: set its mode to 0600");
  }

  // ---- commands

  @Test
  void acceptsACommandAndAnswersItsRepetitionAlike() throws Exception {
    HttpResponse<String> first = post("/api/v1/grid-commands", COMMAND);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(first.body())
        .contains(
            "\"accepted\":true", "\"repeated\":false", "\"id\":\"dr-1\"", "\"powerW\":-20000");
    HttpResponse<String> second = post("/api/v1/grid-commands", COMMAND);
    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(second.body()).contains("\"repeated\":true");
    assertThat(backend.commands).hasSize(1);
    HttpResponse<String> other = post("/api/v1/grid-commands", COMMAND.replace("-20000", "-30000"));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body()).contains("ERR_COMMAND_CONFLICT");
  }

  @ParameterizedTest
  @CsvSource({
    "V2G-401, 403",
    "ERR_COMMAND_WINDOW, 422",
    "ERR_COMMAND_TOO_MANY, 429",
    "ERR_COMMAND_UNKNOWN_NODE, 422",
    "ERR_COMMAND_POWER, 422",
    "ERR_DISK_FULL, 503",
    "V2G-110, 503"
  })
  void saysWhyACommandIsRefused(String code, int status) throws Exception {
    backend.refusal = new CommandReceipt.Refused(code, "Because.");
    HttpResponse<String> answer = post("/api/v1/grid-commands", COMMAND);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .isEqualTo("{\"error\":{\"code\":\"" + code + "\",\"message\":\"Because.\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"powerW\":-20000 | \"powerW\":\"-20000\" | powerW",
        "\"powerW\":-20000 | \"powerW\":1e999 | powerW",
        "\"powerW\":-20000 | \"powerW\":null | powerW",
        "\"powerW\":-20000 | \"powerW\":[1] | powerW",
        "\"powerW\":-20000 | \"power\":-20000 | power",
        "vehicle-power | evse-power | kind",
        "vehicle-power | import-limit | powerW",
        "grid-emergency | safety | priority",
        "2026-01-31T18:00:00Z | 2026-01-31 18:00 | start",
        "dr-1 | dr 1 | id",
        "\"id\":\"dr-1\", | '' | id",
        "\"dms\" | true | controller",
      })
  void namesTheFieldThatIsWrong(String was, String is, String field) throws Exception {
    HttpResponse<String> answer = post("/api/v1/grid-commands", COMMAND.replace(was, is));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    assertThat(backend.commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{} {}",
        "{}x",
        "{\"id\":\"a\",\"id\":\"a\"}",
        "{'id':'a'}",
        "{\"powerW\":NaN}",
        "{\"powerW\":01}",
        "{\"id\":\"\\u00\"}",
        "// {}"
      })
  void refusesWhatIsNoJsonObject(String body) throws Exception {
    HttpResponse<String> answer = post("/api/v1/grid-commands", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("MALFORMED_JSON");
  }

  @Test
  void refusesBodiesThatAreTooLargeHoweverTheyAreSent() throws Exception {
    String large = "{\"id\":\"" + "a".repeat(70_000) + "\"}";
    assertThat(post("/api/v1/grid-commands", large).statusCode()).isEqualTo(413);
    HttpRequest chunked =
        request("/api/v1/grid-commands")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(large.getBytes())))
            .build();
    assertThat(client.send(chunked, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    assertThat(post("/api/v1/grid-commands", "{\"id\":" + "[".repeat(10_000)).statusCode())
        .isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "multipart/form-data; boundary=x"
      })
  void takesJsonInUtf8Only(String type) throws Exception {
    HttpResponse<String> answer =
        send("POST", "/api/v1/grid-commands", COMMAND, auth("Content-Type", type));
    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void answers503WhileTheControlLoopIsNotRunning() throws Exception {
    backend.running = false;
    assertThat(post("/api/v1/grid-commands", COMMAND).statusCode()).isEqualTo(503);
    assertThat(get("/api/v1/site").statusCode()).isEqualTo(503);
    assertThat(get("/api/v1/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void passesTheKeepAliveOfAMandateSourceOn() throws Exception {
    HttpResponse<String> answer = post("/api/v1/keep-alive", "{\"controller\":\"dms\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).contains("\"keepAliveMs\":5000");
    assertThat(backend.posted)
        .singleElement()
        .isInstanceOfSatisfying(
            SiteInput.KeepAlive.class,
            keepAlive -> assertThat(keepAlive.controller().value()).isEqualTo("dms"));
    assertThat(post("/api/v1/keep-alive", "{\"controller\":\"stranger\"}").statusCode())
        .isEqualTo(403);
    backend.inboxFull = true;
    assertThat(post("/api/v1/keep-alive", "{\"controller\":\"dms\"}").statusCode()).isEqualTo(503);
    assertThat(backend.posted).hasSize(1);
  }

  // ---- wishes

  @Test
  void postsAWishOnceHoweverOftenItComes() throws Exception {
    HttpResponse<String> first = put("/api/v1/sessions/S-1/wish", WISH);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    backend.latest = withWish("w-1");
    HttpResponse<String> second = put("/api/v1/sessions/S-1/wish", WISH);
    assertThat(second.body()).contains("\"repeated\":true");
    assertThat(backend.posted)
        .containsExactly(
            new DriverWish(
                Pictures.session(0),
                "w-1",
                80,
                java.util.Optional.of(Instant.parse("2026-02-01T06:30:00Z")),
                30));
    assertThat(put("/api/v1/sessions/S-1/wish", WISH.replace("80", "90")).statusCode())
        .isEqualTo(409);
  }

  @Test
  void postsAWishByItsRepetitionWhenTheInboxWasFull() throws Exception {
    backend.latest = withWish("older");
    backend.inboxFull = true;
    assertThat(put("/api/v1/sessions/S-1/wish", WISH).statusCode()).isEqualTo(503);
    backend.inboxFull = false;
    HttpResponse<String> again = put("/api/v1/sessions/S-1/wish", WISH);
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(backend.posted).hasSize(1);
    put("/api/v1/sessions/S-1/wish", WISH);
    assertThat(backend.posted).hasSize(1);
  }

  @Test
  void takesTheRequestIdFromTheHeaderToo() throws Exception {
    String body = "{\"desiredSoc\":70}";
    Map<String, String> key = auth("Content-Type", "application/json", "Idempotency-Key", "k-1");
    assertThat(send("PUT", "/api/v1/sessions/S-2/wish", body, key).statusCode()).isEqualTo(202);
    assertThat(put("/api/v1/sessions/S-2/wish", body).statusCode()).isEqualTo(422);
    assertThat(send("PUT", "/api/v1/sessions/S-2/wish", WISH, key).statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"S-99", "..", "a%20b", "S-1%00", "%2e%2e"})
  void knowsNoSessionThatIsNotThere(String session) throws Exception {
    HttpResponse<String> answer = put("/api/v1/sessions/" + session + "/wish", WISH);
    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(backend.posted).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"desiredSoc\":80, desiredSoc\":101", "Margin\":30, Margin\":-1"})
  void refusesAWishThatNoBatteryCanMeet(String was, String is) throws Exception {
    assertThat(put("/api/v1/sessions/S-1/wish", WISH.replace(was, is)).statusCode()).isEqualTo(422);
  }

  // ---- reading

  @Test
  void showsTheSiteWithEveryReasonAsASentence() throws Exception {
    HttpResponse<String> answer = get("/api/v1/site");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.body())
        .contains("\"name\":\"Harbour Street depot\"")
        .contains("\"gridW\":31250.5", "\"gridEstimated\":false")
        .contains("\"hotSpotC\":96.5", "\"throttleStartC\":110")
        .contains("\"evse\":\"E02\"", "\"setpointW\":-6100", "\"measuredW\":-5978")
        .contains("\"sentence\":\"Follows grid command dr-2026-1 (-6.1 kW).\"")
        .contains("\"sentence\":\"The hot spot of T1 is too warm (30.0 kW).\"")
        .contains("\"id\":\"dms\"", "\"lastKeepAlive\":null")
        .contains("\"active\":true")
        .doesNotContain("NaN", "Infinity");
  }

  @Test
  void addsUpThePowerOfVehiclesAndTheBuilding() throws Exception {
    PowerFlow flow = PowerFlow.of(backend.latest, backend.latest.picture().at());
    double vehicles = 7_400 * 0.98 - 6_100 * 0.98;
    assertThat(flow.vehiclesW(0)).isCloseTo(vehicles, org.assertj.core.data.Offset.offset(1e-6));
    assertThat(flow.buildingW()).isEqualTo(31_250.5 - flow.vehiclesW(0));
    assertThat(flow.estimated(0)).isFalse();
    assertThat(flow.estimated(1)).isTrue();
    assertThat(flow.loadW(1)).isEqualTo(5_000 + flow.vehiclesW(1));
    PowerFlow later = PowerFlow.of(backend.latest, backend.latest.picture().at().plusSeconds(60));
    assertThat(later.estimated(0)).isTrue();
    assertThat(later.loadW(0)).isEqualTo(40_000 + 7_400 - 6_100);
  }

  @Test
  void listsSessionsDecisionsStationsTransactionsAndPages() throws Exception {
    assertThat(get("/api/v1/sessions").body())
        .contains("\"id\":\"S-1\"", "\"id\":\"S-2\"", "\"departure\":\"")
        .doesNotContain("E03");
    assertThat(get("/api/v1/decisions?limit=5").body())
        .contains(
            "\"number\":1", "\"cause\":\"command\"", "\"digest\":\"cafe\"", "\"askedW\":-20000");
    assertThat(get("/api/v1/stations").body())
        .contains("\"station\":\"CS01\"", "\"listening\":[\"ws://127.0.0.1:9000/\"]");
    assertThat(get("/api/v1/transactions").body())
        .contains("\"missing\":[2]", "\"importWh\":1500,\"exportWh\":null", "\"endedAt\":null");
    java.util.Hashtable<String, Object> page = new java.util.Hashtable<>();
    page.put("tidegate.console.page", "/vendor/");
    page.put("tidegate.console.title", "Vendor \"X\"");
    var registered = server.context().registerService(Runnable.class, () -> {}, page);
    assertThat(get("/api/v1/pages").body())
        .isEqualTo("{\"pages\":[{\"title\":\"Vendor \\\"X\\\"\",\"path\":\"/vendor/\"}]}");
    registered.unregister();
    assertThat(get("/api/v1/decisions?limit=0").statusCode()).isEqualTo(422);
    assertThat(get("/api/v1/decisions?limit=x").statusCode()).isEqualTo(422);
  }

  @Test
  void listsSecurityEventsCertificatesAndProfiles() throws Exception {
    assertThat(get("/api/v1/security-events?limit=5").body())
        .contains("InvalidTLSVersion", "\"count\":5");
    assertThat(get("/api/v1/security-events?limit=0").statusCode()).isEqualTo(422);
    assertThat(get("/api/v1/certificates").body()).contains("server.pem", "2027-01-31");
    assertThat(post("/api/v1/keys/reload", "").statusCode()).isEqualTo(202);
    assertThat(backend.reloads).isEqualTo(1);
    backend.profiles.put(new io.tidegate.api.quantity.StationId("CS01"), 3);
    assertThat(get("/api/v1/security-profiles").body()).contains("CS01", "\"highest\":3");
    assertThat(post("/api/v1/security-profiles/CS01/reset", "").statusCode()).isEqualTo(202);
    assertThat(post("/api/v1/security-profiles/CS01/reset", "").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsHealthInFullWithTheTokenAndInOneWordWithout() throws Exception {
    backend.health = HealthBoard.Status.CRITICAL;
    HttpResponse<String> full = get("/api/v1/health");
    assertThat(full.statusCode()).isEqualTo(503);
    assertThat(full.body())
        .contains("\"status\":\"critical\"", "\"message\":\"site.yaml line 3: \\\"quoted\\\"\"");
    HttpResponse<String> word = send("GET", "/healthz", null, Map.of());
    assertThat(word.statusCode()).isEqualTo(503);
    assertThat(word.body()).isEqualTo("critical\n");
    backend.health = HealthBoard.Status.WARN;
    assertThat(send("GET", "/healthz", null, Map.of()).body()).isEqualTo("warn\n");
    assertThat(get("/api/v1/health").statusCode()).isEqualTo(200);
  }

  @Test
  void givesTheDiagnosisAsTextAndAsJson() throws Exception {
    assertThat(get("/api/v1/diag?format=text").body()).isEqualTo("== gateway ==\n");
    assertThat(get("/api/v1/diag").body()).isEqualTo("{\"gateway\":{}}");
    assertThat(get("/api/v1/diag?format=xml").statusCode()).isEqualTo(422);
  }

  @Test
  void describesEveryRouteAndNoOther() throws Exception {
    String description = send("GET", "/api/v1/openapi.json", null, Map.of()).body();
    List<String> routes =
        api.routes().stream()
            .map(route -> route.method().toLowerCase(java.util.Locale.ROOT) + " " + route.path())
            .sorted()
            .toList();
    assertThat(OpenApi.operations(description)).containsExactlyElementsOf(routes);
  }

  // ---- paths and methods

  @Test
  void answersUnknownPathsAndMethodsInJson() throws Exception {
    HttpResponse<String> nothing = get("/api/v1/nothing");
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(nothing.body()).contains("NOT_FOUND");
    HttpResponse<String> method = send("DELETE", "/api/v1/site", null, auth());
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(method.headers().firstValue("Allow")).hasValue("GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "OPTIONS", "PROPFIND", "get", "CONNECTION"})
  void takesNoMethodThatNoPathHasWithOrWithoutToken(String method) throws Exception {
    for (String path : List.of("/api/v1/site", "/api/v1/nothing", "/healthz")) {
      for (Map<String, String> headers : List.of(auth(), Map.<String, String>of())) {
        HttpResponse<String> answer = send(method, path, null, headers);
        assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
        assertThat(answer.body()).contains("METHOD_NOT_ALLOWED").doesNotContain(token);
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/../../healthz/../api/v1/site",
        "/api/v1/site/",
        "/api//v1/site",
        "/api/v1/site;x=y",
        "/api/v1/%73ite%2f..",
        "/api/v1/site%00",
        "/api/v1/healthz",
        "/healthz/../api/v1/site",
        "/api/v1/openapi.json/../site",
        "/API/v1/site"
      })
  void opensNothingByTricksWithThePath(String path) throws Exception {
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      String answer = raw.readAll();
      assertThat(answer).matches("(?s)HTTP/1.1 (400|401|404) .*");
      assertThat(answer).doesNotContain("Harbour");
    }
  }

  @Test
  void doesNotLetASlowBodyHoldARequestForEver() throws Exception {
    try (RawClient raw = new RawClient(server.port())) {
      long began = System.nanoTime();
      raw.send(
          "POST /api/v1/keep-alive HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + token
              + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
      String answer = raw.readAll();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
      assertThat(answer).contains(" 408 ", "TOO_SLOW");
    }
    assertThat(get("/api/v1/site").statusCode()).isEqualTo(200);
  }

  // ---- the event stream

  @Test
  void streamsTheSiteAfterEachDecision() throws Exception {
    try (RawClient raw = new RawClient(server.port())) {
      raw.send(
          "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
      assertThat(raw.readUntil("id: 1\n")).contains("Content-Type: text/event-stream");
      assertThat(raw.readUntil("\n\n")).contains("data: {\"name\":\"Harbour Street depot\"");
      backend.latest = Pictures.view(3, 2, Instant.now().plusMillis(10));
      raw.readUntil("id: 2\n");
    }
  }

  @Test
  void servesNoMoreReadersThanConfiguredAndForgetsThoseWhoLeave() throws Exception {
    api.modified(Map.of("events.max", "1"));
    String open =
        "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n";
    try (RawClient first = new RawClient(server.port())) {
      first.send(open);
      first.readUntil("id: 1\n");
      try (RawClient second = new RawClient(server.port())) {
        second.send(open);
        assertThat(second.readUntil("TOO_MANY_STREAMS")).contains(" 503 ");
      }
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(8).toNanos();
    int status = 503;
    for (long number = 2; status == 503 && System.nanoTime() < deadline; number++) {
      backend.latest = Pictures.view(3, number, Instant.now());
      try (RawClient third = new RawClient(server.port())) {
        third.send(open);
        status = Integer.parseInt(third.readUntil("\r\n").split(" ")[1]);
      }
    }
    assertThat(status).isEqualTo(200);
  }

  // ---- health of the API itself

  @Test
  void isRedWhileTheServerDoesNotListenOrListensToEverybodyWithoutTls() throws Exception {
    assertThat(problems()).contains("does not listen").contains("org.osgi.service.http.port");
    health.bindRuntime(listeningOn(() -> new String[] {"http://192.0.2.1:8080/"}));
    assertThat(problems()).contains("without TLS on http://192.0.2.1:8080/");
    health.bindRuntime(
        listeningOn(() -> new String[] {"http://127.0.0.1:8080/", "https://192.0.2.1/"}));
    assertThat(problems()).startsWith("Listens on http://127.0.0.1:8080/");
    assertThat(server.endpoints()).containsExactly("http://127.0.0.1:" + server.port() + "/");
  }

  @Test
  void isGreenAsSoonAsTheServerSaysWhereItListens() {
    AtomicReference<String[]> urls = new AtomicReference<>();
    health.bindRuntime(listeningOn(urls::get));
    assertThat(problems()).contains("does not listen");
    // nobody is told: the property has changed before the change's event is delivered
    urls.set(new String[] {"http://127.0.0.1:8080/"});
    assertThat(problems()).isEqualTo("Listens on http://127.0.0.1:8080/.");
  }

  @SuppressWarnings("unchecked")
  private static ServiceReference<HttpServiceRuntime> listeningOn(Supplier<Object> urls) {
    return (ServiceReference<HttpServiceRuntime>)
        Proxy.newProxyInstance(
            ApiTest.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, arguments) ->
                method.getName().equals("getProperty") ? urls.get() : null);
  }

  @Test
  void seesThatThePortIsInUse(@TempDir Path other) throws Exception {
    Map<String, String> taken =
        Map.of("org.osgi.service.http.port", Integer.toString(server.port()));
    try (WebServer second = new WebServer(other, taken)) {
      assertThat(second.endpoints()).isEmpty();
    }
    assertThat(server.endpoints()).hasSize(1);
  }

  @Test
  void keepsTheLastGoodConfigurationAndNamesFileAndField() {
    api.modified(Map.of("attempts.max", "0"));
    assertThat(problems()).contains("config/io.tidegate.admin.rest.cfg, field attempts.max");
  }

  private String problems() {
    StringBuilder text = new StringBuilder();
    health.execute().forEach(entry -> text.append(entry.getMessage()));
    return text.toString();
  }

  private io.tidegate.api.control.DecisionView withWish(String request) {
    return Wishes.with(Pictures.view(3, 1, Instant.now()), request);
  }

  // ---- requests

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Bearer " + token)
        .timeout(Duration.ofSeconds(10));
  }

  private Map<String, String> auth(String... more) {
    Map<String, String> headers = new java.util.HashMap<>();
    headers.put("Authorization", "Bearer " + token);
    for (int i = 0; i < more.length; i += 2) {
      headers.put(more[i], more[i + 1]);
    }
    return headers;
  }

  private HttpResponse<String> with(String authorization) throws Exception {
    return send("GET", "/api/v1/site", null, Map.of("Authorization", authorization));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, null, auth());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send("POST", path, body, auth("Content-Type", "application/json"));
  }

  private HttpResponse<String> put(String path, String body) throws Exception {
    return send("PUT", path, body, auth("Content-Type", "application/json; charset=UTF-8"));
  }

  private HttpResponse<String> send(
      String method, String path, String body, Map<String, String> headers) throws Exception {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(10))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(builder::header);
    return client.send(builder.build(), BodyHandlers.ofString());
  }
}
