package io.tidegate.admin.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.operation.Endpoint;
import io.tidegate.api.operation.HealthBoard;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.ServiceReference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;

/** What the gateway shows of itself, and what it withstands. */
class ApiViewsTest extends ServedApi {
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
  void bringsAnOperatorsRequestToAStation() throws Exception {
    HttpResponse<String> answer = post("/api/v1/stations/CS01/ocpp/Reset", "{\"type\":\"OnIdle\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"answer\":{\"status\":\"Accepted\",\"asked\":{\"type\":\"OnIdle\"}}}");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/stations/CS01/ocpp/MALFORMED, 422, OCPP_RULE_BROKEN",
    "/api/v1/stations/CS01/ocpp/FORBIDDEN, 403, MOVES_POWER",
    "/api/v1/stations/CS01/ocpp/DECLINED, 502, STATION_DECLINED",
    "/api/v1/stations/CS01/ocpp/NOT_SENT, 409, NOT_SENT",
    "/api/v1/stations/CS01/ocpp/UNKNOWN, 504, STATION_SILENT",
    "/api/v1/stations/CS09/ocpp/Reset, 409, STATION_OFFLINE",
    "/api/v1/stations/CS01/ocpp/, 404, NOT_FOUND",
    "/api/v1/stations/CS01/ocpp/Reset/more, 404, NOT_FOUND"
  })
  void saysWhyAStationWasNotAskedOrDidNotAnswer(String path, int status, String code)
      throws Exception {
    HttpResponse<String> answer = post(path, "{}");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(code);
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

  @Test
  void servesAndDescribesThePathsThatOtherBundlesBring() throws Exception {
    backend.endpoints.add(new Guest());
    assertThat(get("/api/v1/guests/a%20b?way=in").body()).isEqualTo("[a b] in");
    HttpResponse<String> refused = send("PUT", "/api/v1/guests/x", "{\"a\":1}", withBody(auth()));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("\"GUEST_GONE\"").contains("{'a':1}");
    assertThat(send("GET", "/api/v1/guests/x", null, Map.of()).statusCode()).isEqualTo(401);
    assertThat(send("DELETE", "/api/v1/guests/x", null, auth()).statusCode()).isEqualTo(405);
    String description = send("GET", "/api/v1/openapi.json", null, Map.of()).body();
    assertThat(OpenApi.operations(description))
        .contains("get /api/v1/guests/{guest}", "get /api/v1/site");
    backend.endpoints.clear();
    assertThat(get("/api/v1/guests/x").statusCode()).isEqualTo(404);
  }

  private static Map<String, String> withBody(Map<String, String> headers) {
    Map<String, String> all = new java.util.HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return all;
  }

  /** A bundle with a path of its own. */
  private static final class Guest implements Endpoint {
    @Override
    public List<String> routes() {
      return List.of("GET /api/v1/guests/{guest}", "PUT /api/v1/guests/{guest}");
    }

    @Override
    public String description() {
      return "\"/api/v1/guests/{guest}\":{\"get\":{\"parameters\":[{\"name\":\"guest\",\"in\":\"path\"},"
          + "{\"schema\":{},\"in\":\"query\",\"name\":\"way\"}]},\"put\":{}}";
    }

    @Override
    public Reply answer(Query query) {
      if (query.route().startsWith("PUT")) {
        throw new Refusal(409, "GUEST_GONE", query.json().replace('"', '\''));
      }
      byte[] text = (query.variables() + " " + query.parameter("way").orElse("")).getBytes(UTF_8);
      return new Reply(200, "text/plain", out -> out.write(text));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/decisions?limitt=5, limitt",
    "/api/v1/decisions?limit=5&limit=6, limit",
    "/api/v1/decisions?limit=5&li%6dit=6, limit",
    "/api/v1/site?x, x",
    "/api/v1/guests/g?wya=1, wya",
    "/api/v1/guests/g?guest=1, guest",
    "/api/v1/guests/g?way=1&way=1, way"
  })
  void refusesQueryParametersThatItDoesNotKnowOrKnowsTwice(String path, String name)
      throws Exception {
    backend.endpoints.add(new Guest());
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("UNKNOWN_FIELD", "\"field\":\"" + name + "\"");
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

  @Test
  void saysThatItIsNotAllThereWhileTheContainerIsOnItsWay() throws Exception {
    server.level(1);
    try {
      HttpResponse<String> nothing = get("/api/v1/nothing");
      assertThat(nothing.statusCode()).isEqualTo(503);
      assertThat(nothing.body()).contains("UNAVAILABLE", "starting");
      assertThat(nothing.headers().firstValue("Retry-After")).hasValue("2");
      backend.endpoints.add(new Guest());
      assertThat(get("/api/v1/guests/g").statusCode()).isEqualTo(200);
      assertThat(get("/api/v1/site").statusCode()).isEqualTo(200);
      assertThat(send("GET", "/api/v1/nothing", null, Map.of()).statusCode()).isEqualTo(401);
    } finally {
      server.level(2);
    }
    assertThat(get("/api/v1/nothing").statusCode()).isEqualTo(404);
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
}
