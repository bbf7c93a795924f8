package io.tidegate.admin.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The API over the HTTP server that the product ships, fresh for every test. */
abstract class ServedApi {
  static final String COMMAND =
      """
      {"id":"dr-1","controller":"dms","priority":"grid-emergency","kind":"vehicle-power",
       "powerW":-20000,"start":"2026-01-31T18:00:00Z","end":"2026-01-31T18:10:00Z"}""";
  static final String WISH =
      """
      {"requestId":"w-1","desiredSoc":80,"departure":"2026-02-01T06:30:00Z","reserveMargin":30}""";

  @TempDir static Path storage;
  static WebServer server;
  static Redirect redirect;

  @TempDir Path home;
  final RestHealth health = new RestHealth();
  FakeBackend backend;
  RestApi api;
  String token;
  final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    server =
        new WebServer(
            storage.resolve("felix"),
            Map.of("org.apache.felix.http.timeout", "1000", Transition.HIGHEST, "2"));
    server.level(2);
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
  String problems() {
    StringBuilder text = new StringBuilder();
    health.execute().forEach(entry -> text.append(entry.getMessage()));
    return text.toString();
  }

  io.tidegate.api.control.DecisionView withWish(String request) {
    return Wishes.with(Pictures.view(3, 1, Instant.now()), request);
  }

  // ---- requests

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Bearer " + token)
        .timeout(Duration.ofSeconds(10));
  }

  Map<String, String> auth(String... more) {
    Map<String, String> headers = new java.util.HashMap<>();
    headers.put("Authorization", "Bearer " + token);
    for (int i = 0; i < more.length; i += 2) {
      headers.put(more[i], more[i + 1]);
    }
    return headers;
  }

  HttpResponse<String> with(String authorization) throws Exception {
    return send("GET", "/api/v1/site", null, Map.of("Authorization", authorization));
  }

  HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, null, auth());
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send("POST", path, body, auth("Content-Type", "application/json"));
  }

  HttpResponse<String> put(String path, String body) throws Exception {
    return send("PUT", path, body, auth("Content-Type", "application/json; charset=UTF-8"));
  }

  HttpResponse<String> send(String method, String path, String body, Map<String, String> headers)
      throws Exception {
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
