package io.tidegate.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** A home and a web server that answers what it was told to answer. */
final class FakeGateway implements AutoCloseable {
  /** Instead of an answer: the connection is closed. */
  static final String HANGS_UP = "000 ";

  private static final String NOT_FOUND =
      "404 {\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"No.\"}}";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();
  private final Path home;
  private final HttpServer server;

  FakeGateway(Path home) throws IOException {
    this.home = home;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
    Files.createDirectories(home.resolve("run"));
    Files.createDirectories(home.resolve("data/secrets"));
    Files.writeString(home.resolve("data/secrets/rest.token"), "secret\n");
    listensAt(port());
  }

  private void serve(HttpExchange exchange) throws IOException {
    String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    byte[] sent = exchange.getRequestBody().readAllBytes();
    asked.add((what + " " + new String(sent, StandardCharsets.UTF_8)).strip());
    Deque<String> queue = answers.getOrDefault(what, new ConcurrentLinkedDeque<>());
    String next = queue.size() > 1 ? queue.poll() : queue.peek();
    String answer = next == null ? NOT_FOUND : next;
    if (!answer.equals(HANGS_UP)) {
      byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /**
   * Answers of a request, one after the other, the last one from then on.
   *
   * @param what method and path
   * @param answered three digits, a space and the body
   */
  void answer(String what, String... answered) {
    answers.put(what, new ConcurrentLinkedDeque<>(List.of(answered)));
  }

  /** What was asked: method, path and body. */
  List<String> asked() {
    return asked;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Says in its home where it listens, be it there or elsewhere. */
  void listensAt(int port) throws IOException {
    Files.writeString(
        home.resolve("run/urls.json"), "{\"http\":\"http://127.0.0.1:" + port + "/\"}");
  }

  /** Takes back where it listens, as a gateway that starts anew. */
  void vanish() throws IOException {
    Files.delete(home.resolve("run/urls.json"));
  }

  RunningGateway running() {
    return new RunningGateway(new Home(home));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
