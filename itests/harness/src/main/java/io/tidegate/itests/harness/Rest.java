package io.tidegate.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A gateway's REST API, as a grid operator and an operator's tools use it. Thread-safe. */
public final class Rest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Home home;

  Rest(Home home) {
    this.home = home;
  }

  /**
   * An answer.
   *
   * @param body missing when it is no JSON
   */
  public record Answer(int status, JsonNode body, String text) {}

  public Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  public Answer post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** A request with the right token. */
  public HttpRequest.Builder request(String path) {
    return anonymous(path).header("Authorization", "Bearer " + home.token());
  }

  /** A request without a token. */
  public HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + home.restPort()).resolve(path))
        .timeout(Duration.ofSeconds(8));
  }

  public Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    String text = response.body();
    boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
    JsonNode body = json ? JSON.readTree(text) : MissingNode.getInstance();
    return new Answer(response.statusCode(), body, text);
  }

  /** The site as of the last decision. */
  public JsonNode site() throws IOException, InterruptedException {
    return get("/api/v1/site").body();
  }

  /** A command of {@code dms} for all vehicles together, negative to deliver. */
  public Answer command(String id, double powerW, Instant start, Instant end)
      throws IOException, InterruptedException {
    return post(
        "/api/v1/grid-commands",
        Map.of(
            "id",
            id,
            "controller",
            "dms",
            "priority",
            "grid-emergency",
            "kind",
            "vehicle-power",
            "powerW",
            powerW,
            "start",
            start.toString(),
            "end",
            end.toString()));
  }

  public Answer keepAlive() throws IOException, InterruptedException {
    return post("/api/v1/keep-alive", Map.of("controller", "dms"));
  }

  /** One health check; missing when there is none of that name. */
  public JsonNode health(String check) throws IOException, InterruptedException {
    return StreamSupport.stream(get("/api/v1/health").body().path("checks").spliterator(), false)
        .filter(c -> c.path("name").asText().equals(check))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }
}
