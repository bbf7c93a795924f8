package io.tidegate.cloud.hawkbit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The resources of one controller, as the test sets them; keeps what is fed back. */
final class ScriptedServer implements AutoCloseable {
  static final String BASE = "/DEFAULT/controller/v1/gw1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> resources = new ConcurrentHashMap<>();
  private final Map<String, String> links = new ConcurrentHashMap<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  final List<String> feedback = new CopyOnWriteArrayList<>();
  volatile String token = "TargetToken secret";
  volatile String sleep = "00:00:01";
  volatile int feedbackStatus = 200;
  volatile String root;

  ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Offers an action; its files are called as given. Without a window when that is empty. */
  void deploy(String action, String install, String window, String sha256, String... files) {
    offer("deploymentBase", "deployment", action, install, window, sha256, files);
  }

  void offer(
      String resource,
      String part,
      String action,
      String install,
      String window,
      String sha256,
      String... files) {
    List<Map<String, Object>> artifacts = new ArrayList<>();
    for (String file : files) {
      artifacts.add(
          Map.of(
              "filename",
              file,
              "hashes",
              Map.of("sha256", sha256),
              "size",
              1234,
              "_links",
              Map.of("download-http", Map.of("href", url() + "/files/" + file))));
    }
    Map<String, Object> body = new HashMap<>();
    body.putAll(
        Map.of(
            "download",
            "forced",
            "update",
            install,
            "chunks",
            List.of(Map.of("part", "bApp", "name", "x", "artifacts", artifacts))));
    if (!window.isEmpty()) {
      body.put("maintenanceWindow", window);
    }
    resources.put(
        BASE + "/" + resource + "/" + action,
        JSON.valueToTree(Map.of("id", action, part, body)).toString());
    links.put(resource, "http://elsewhere.invalid" + BASE + "/" + resource + "/" + action + "?c=1");
  }

  void cancel(String action) {
    resources.put(
        BASE + "/cancelAction/" + action,
        "{\"id\":\"" + action + "\",\"cancelAction\":{\"stopId\":\"" + action + "\"}}");
    links.put("cancelAction", url() + BASE + "/cancelAction/" + action);
  }

  void wantsAttributes() {
    links.put("configData", url() + BASE + "/configData");
  }

  void withdraw(String resource) {
    links.remove(resource);
  }

  /** Unless another action has taken its place. */
  private void withdraw(String resource, String action) {
    if (links.getOrDefault(resource, "").matches(".*/" + action + "(\\?.*)?")) {
      withdraw(resource);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!token.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
      } else if (path.equals(BASE)) {
        answer(exchange, root == null ? root() : root);
      } else if (path.endsWith("/feedback")) {
        int status = feedbackStatus;
        if (status == 200) {
          heard(path, JSON.readTree(body));
        }
        exchange.sendResponseHeaders(status, -1);
      } else if (path.endsWith("/configData")) {
        bodies.add(JSON.readTree(body));
        withdraw("configData");
        exchange.sendResponseHeaders(200, -1);
      } else if (resources.containsKey(path)) {
        answer(exchange, resources.get(path));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private void heard(String path, JsonNode body) {
    String[] parts = path.split("/");
    String resource = parts[parts.length - 3];
    JsonNode status = body.path("status");
    String word =
        resource.equals("confirmationBase")
            ? body.path("confirmation").asText()
            : status.path("execution").asText() + " " + status.at("/result/finished").asText();
    String detail =
        resource.equals("confirmationBase")
            ? body.at("/details/0").asText()
            : status.at("/details/0").asText();
    String action = parts[parts.length - 2];
    if (word.matches("(closed|downloaded) .*") || !resource.equals("deploymentBase")) {
      withdraw(resource, action);
    }
    if (word.startsWith("closed")) {
      withdraw("deploymentBase", action);
    }
    feedback.add(resource + " " + action + " " + word + " | " + detail);
  }

  private String root() {
    Map<String, Object> all = new ConcurrentHashMap<>();
    links.forEach((relation, href) -> all.put(relation, Map.of("href", href)));
    return JSON.valueToTree(
            Map.of("config", Map.of("polling", Map.of("sleep", sleep)), "_links", all))
        .toString();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/hal+json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
