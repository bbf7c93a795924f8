package io.tidegate.sim.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A grid operator and a driver's app, over the gateway's REST API. */
final class GatewayClient {
  private final HttpClient http;
  private final URI base;
  private final String token;
  private final ObjectMapper json = new ObjectMapper();

  GatewayClient(HttpClient http, URI base, String token) {
    this.http = http;
    this.base = base;
    this.token = token;
  }

  /** An answer and how long it took. */
  record Answer(int status, JsonNode body, Duration took) {}

  Answer command(String id, double powerW, Duration length)
      throws IOException, InterruptedException {
    Instant start = Instant.now();
    return commandAt(id, powerW, start, start.plus(length));
  }

  Answer commandAt(String id, double powerW, Instant start, Instant end)
      throws IOException, InterruptedException {
    return send(
        "POST",
        "/api/v1/grid-commands",
        Map.of(
            "id",
            id,
            "controller",
            "dms",
            "priority",
            "CONTRACT",
            "kind",
            "VEHICLE_POWER",
            "powerW",
            powerW,
            "start",
            start.toString(),
            "end",
            end.toString()));
  }

  Answer keepAlive() throws IOException, InterruptedException {
    return send("POST", "/api/v1/keep-alive", Map.of("controller", "dms"));
  }

  Answer wish(String session, String request, double socPct, Instant departure)
      throws IOException, InterruptedException {
    return send(
        "PUT",
        "/api/v1/sessions/" + session + "/wish",
        Map.of(
            "requestId",
            request,
            "desiredSoc",
            socPct,
            "departure",
            departure.toString(),
            "reserveMargin",
            25.0));
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, null);
  }

  private Answer send(String method, String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(6))
            .header("Authorization", "Bearer " + token);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
    }
    long begin = System.nanoTime();
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    JsonNode parsed =
        response.body().isBlank() ? json.createObjectNode() : json.readTree(response.body());
    return new Answer(response.statusCode(), parsed, took);
  }
}
