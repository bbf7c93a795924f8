package io.tidegate.admin.rest;

import io.tidegate.api.operation.Diagnosis;
import io.tidegate.api.operation.HealthBoard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Health, metrics, diagnosis, console pages, and the description of the API. */
final class OperationsEndpoints {
  /** Of all routes of this bundle. */
  static final QueryParameters PARAMETERS = parameters();

  private static final String TEXT = "text/plain; charset=utf-8";

  private final Backend backend;
  private final Metrics metrics;
  private final Supplier<List<Page>> pages;
  private final Guests guests;

  /** A page that a bundle brings to the console. */
  record Page(String title, String path) {}

  OperationsEndpoints(Backend backend, Metrics metrics, Supplier<List<Page>> pages, Guests guests) {
    this.backend = backend;
    this.metrics = metrics;
    this.pages = pages;
    this.guests = guests;
  }

  List<Router.Route> routes() {
    return List.of(
        Router.Route.get("/api/v1/health", this::health),
        Router.Route.get("/api/v1/metrics", this::metrics),
        Router.Route.get("/api/v1/diag", this::diagnosis),
        Router.Route.get("/api/v1/pages", this::pages),
        new Router.Route("GET", "/api/v1/openapi.json", true, this::description),
        new Router.Route("GET", "/healthz", true, this::healthWord));
  }

  private HealthBoard.Health read() {
    return backend.health().orElseThrow(() -> ApiException.absent("The health board")).read();
  }

  private static int http(HealthBoard.Status status) {
    return status == HealthBoard.Status.CRITICAL ? 503 : 200;
  }

  private void health(Exchange exchange) throws IOException {
    HealthBoard.Health health = read();
    exchange.json(
        http(health.status()),
        json -> {
          json.writeStartObject();
          json.writeStringField("status", Body.name(health.status()));
          json.writeArrayFieldStart("checks");
          for (HealthBoard.Check check : health.checks()) {
            json.writeStartObject();
            json.writeStringField("name", check.name());
            json.writeStringField("status", Body.name(check.status()));
            json.writeStringField("message", check.message());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Without a token: one word and nothing else. */
  private void healthWord(Exchange exchange) throws IOException {
    HealthBoard.Status status = read().status();
    byte[] word = (Body.name(status) + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.send(http(status), TEXT, word);
  }

  private void metrics(Exchange exchange) throws IOException {
    exchange.send(200, MetricsText.TYPE, metrics.text(Instant.now()));
  }

  private void diagnosis(Exchange exchange) throws IOException {
    Diagnosis diagnosis =
        backend.diagnosis().orElseThrow(() -> ApiException.absent("The diagnosis"));
    String format = exchange.request().getParameter("format");
    if (format == null || format.equals("json")) {
      exchange.send(200, "application/json", diagnosis.json().getBytes(StandardCharsets.UTF_8));
    } else if (format.equals("text")) {
      exchange.send(200, TEXT, diagnosis.text().getBytes(StandardCharsets.UTF_8));
    } else {
      throw ApiException.field("format", "must be json or text");
    }
  }

  private void pages(Exchange exchange) throws IOException {
    List<Page> all = pages.get();
    exchange.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("pages");
          for (Page page : all) {
            json.writeStartObject();
            json.writeStringField("title", page.title());
            json.writeStringField("path", page.path());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static QueryParameters parameters() {
    try (InputStream in = OperationsEndpoints.class.getResourceAsStream("openapi.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return QueryParameters.of(text.substring(text.indexOf('{', text.indexOf("\"paths\""))));
    } catch (IOException e) {
      throw new IllegalStateException("a resource of this bundle", e);
    }
  }

  private void description(Exchange exchange) throws IOException {
    try (InputStream in = OperationsEndpoints.class.getResourceAsStream("openapi.json")) {
      exchange.send(200, "application/json", guests.describe(in.readAllBytes()));
    }
  }
}
