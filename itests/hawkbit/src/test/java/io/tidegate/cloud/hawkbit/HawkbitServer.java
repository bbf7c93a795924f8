package io.tidegate.cloud.hawkbit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A hawkBit server as a child process, and its management API. */
final class HawkbitServer implements AutoCloseable {
  static final String GATEWAY_TOKEN = "one-for-all-gateways";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Path BUILT = Gateway.root().resolve("itests/hawkbit-server/target");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private final int port;
  private final Process process;

  private HawkbitServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static HawkbitServer start(Path folder) throws IOException, InterruptedException {
    if (!Files.isDirectory(BUILT.resolve("lib"))) {
      throw new AssertionError("build itests/hawkbit-server first: there is no " + BUILT + "/lib");
    }
    int port = Home.freePorts(1)[0];
    Files.createDirectories(folder.resolve("artifacts"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:TieredStopAtLevel=1",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-cp",
                BUILT.resolve("classes") + ":" + BUILT.resolve("lib") + "/*",
                "io.tidegate.itests.hawkbit.server.Server",
                "--server.port=" + port,
                "--org.eclipse.hawkbit.repository.file.path=" + folder.resolve("artifacts"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    HawkbitServer server = new HawkbitServer(folder, port, process);
    try {
      Await.until(
          "hawkBit",
          PATIENCE,
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError("hawkBit has ended\n" + server.log());
            }
            return !server.get("/rest/v1/system/configs").isMissingNode();
          },
          server::log);
      server.put(
          "/rest/v1/system/configs/authentication.gatewaytoken.enabled", Map.of("value", true));
      server.put(
          "/rest/v1/system/configs/authentication.gatewaytoken.key",
          Map.of("value", GATEWAY_TOKEN));
      return server;
    } catch (AssertionError e) {
      server.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  JsonNode put(String path, Object body) throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", "application/json").PUT(json(body)));
  }

  JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", "application/json").POST(json(body)));
  }

  void delete(String path) throws IOException, InterruptedException {
    var unused = send(request(path).DELETE());
  }

  private static HttpRequest.BodyPublisher json(Object body) throws IOException {
    return HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
  }

  private HttpRequest.Builder request(String path) {
    String user =
        Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(60))
        .header("Accept", "application/hal+json")
        .header("Authorization", "Basic " + user);
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          answer.request().uri() + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
  }

  /** A distribution set with one module that holds these files; its id. */
  long release(String name, Map<String, byte[]> files) throws IOException, InterruptedException {
    long module =
        post(
                "/rest/v1/softwaremodules",
                List.of(Map.of("name", name, "version", "1", "type", "application")))
            .at("/0/id")
            .asLong();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      upload(module, file.getKey(), file.getValue());
    }
    return post(
            "/rest/v1/distributionsets",
            List.of(
                Map.of(
                    "name",
                    name,
                    "version",
                    "1",
                    "type",
                    "app",
                    "modules",
                    List.of(Map.of("id", module)))))
        .at("/0/id")
        .asLong();
  }

  private void upload(long module, String name, byte[] file)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(file);
    body.writeBytes("\r\n--limit--\r\n".getBytes(StandardCharsets.UTF_8));
    var unused =
        send(
            request("/rest/v1/softwaremodules/" + module + "/artifacts")
                .header("Content-Type", "multipart/form-data; boundary=limit")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
  }

  /** Assigns a release by force; the action's id. */
  long assign(long release, String target) throws IOException, InterruptedException {
    return assign(release, target, "forced");
  }

  /**
   * Assigns a release; the action's id.
   *
   * @param type {@code forced}, {@code soft}, {@code downloadonly}
   */
  long assign(long release, String target, String type) throws IOException, InterruptedException {
    return post(
            "/rest/v1/distributionsets/" + release + "/assignedTargets",
            List.of(Map.of("id", target, "type", type)))
        .at("/assignedActions/0/id")
        .asLong();
  }

  /** A rollout to these targets, each a group of its own, in this order; its id. It is started. */
  long rollout(String name, long release, String... targets)
      throws IOException, InterruptedException {
    List<Map<String, Object>> groups = new ArrayList<>();
    for (String target : targets) {
      groups.add(
          Map.of(
              "name",
              target,
              "targetFilterQuery",
              "controllerId==" + target,
              "targetPercentage",
              100,
              "successCondition",
              Map.of("condition", "THRESHOLD", "expression", "100"),
              "successAction",
              Map.of("action", "NEXTGROUP", "expression", ""),
              "errorCondition",
              Map.of("condition", "THRESHOLD", "expression", "50"),
              "errorAction",
              Map.of("action", "PAUSE", "expression", "")));
    }
    long id =
        post(
                "/rest/v1/rollouts",
                Map.of(
                    "name",
                    name,
                    "targetFilterQuery",
                    "controllerId=in=(" + String.join(",", targets) + ")",
                    "distributionSetId",
                    release,
                    "type",
                    "forced",
                    "groups",
                    groups))
            .path("id")
            .asLong();
    awaitRollout(id, "ready");
    var unused = post("/rest/v1/rollouts/" + id + "/start", Map.of());
    return id;
  }

  /** A rollout's groups with their states, as in {@code depot-1 finished}. */
  List<String> groups(long rollout) throws IOException, InterruptedException {
    JsonNode groups = get("/rest/v1/rollouts/" + rollout + "/deploygroups?sort=id:ASC");
    return StreamSupport.stream(groups.path("content").spliterator(), false)
        .map(g -> g.path("name").asText() + " " + g.path("status").asText())
        .toList();
  }

  /**
   * The id of a target's distribution set.
   *
   * @param which {@code assigned} or {@code installed}
   */
  long set(String target, String which) throws IOException, InterruptedException {
    return get("/rest/v1/targets/" + target + "/" + which + "DS").path("id").asLong();
  }

  void awaitRollout(long id, String status) throws InterruptedException {
    Await.until(
        "rollout " + status,
        PATIENCE,
        () -> get("/rest/v1/rollouts/" + id).path("status").asText().equals(status),
        () -> {
          try {
            return get("/rest/v1/rollouts/" + id) + "\n" + log();
          } catch (IOException | InterruptedException e) {
            return e.toString();
          }
        });
  }

  String updateStatus(String target) throws IOException, InterruptedException {
    return get("/rest/v1/targets/" + target).path("updateStatus").asText();
  }

  void awaitUpdateStatus(String target, String status) throws InterruptedException {
    Await.until(
        target + " " + status,
        PATIENCE,
        () -> updateStatus(target).equals(status),
        () -> {
          try {
            return get("/rest/v1/targets/" + target) + "\n" + log();
          } catch (IOException | InterruptedException e) {
            return e.toString();
          }
        });
  }

  /** All the server has noted of an action: types and messages, the oldest first. */
  String story(String target, long action) throws IOException, InterruptedException {
    JsonNode all =
        get("/rest/v1/targets/" + target + "/actions/" + action + "/status?limit=200&sort=id:ASC");
    StringBuilder story = new StringBuilder();
    StreamSupport.stream(all.path("content").spliterator(), false)
        .forEach(
            s ->
                story
                    .append(s.path("type").asText())
                    .append(' ')
                    .append(s.path("messages"))
                    .append('\n'));
    return story.toString();
  }

  /** The newest action of a target. */
  long action(String target) throws IOException, InterruptedException {
    return get("/rest/v1/targets/" + target + "/actions?sort=id:DESC").at("/content/0/id").asLong();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
