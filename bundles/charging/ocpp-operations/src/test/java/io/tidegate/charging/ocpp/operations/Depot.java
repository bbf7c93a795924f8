package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.control.StationCommands;
import io.tidegate.api.operation.Endpoint;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** A component with one station, CS01, that answers as the test wants. */
final class Depot implements AutoCloseable, StationCommands {
  static final StationId CS01 = new StationId("CS01");

  final OperationsComponent component;

  /** {@code Action payload} of each request that was sent. */
  final List<String> sent = new CopyOnWriteArrayList<>();

  volatile BiFunction<String, String, Told> station =
      (action, payload) -> new Told(Fate.ANSWERED, "{\"status\":\"Accepted\"}");

  volatile boolean online = true;

  Depot(Path home, String version, Map<String, ?> properties) {
    component = new OperationsComponent(home, properties);
    component.bindStations(this, Map.of("tidegate.actuator", version));
  }

  @Override
  public void close() {
    component.deactivate();
  }

  @Override
  public CompletionStage<StationCommands.Reply> start(EvseId evse, String idToken) {
    return CompletableFuture.completedStage(StationCommands.Reply.NOT_SENT);
  }

  @Override
  public CompletionStage<StationCommands.Reply> stop(EvseId evse) {
    return CompletableFuture.completedStage(StationCommands.Reply.NOT_SENT);
  }

  @Override
  public boolean reaches(StationId id) {
    return online && id.equals(CS01);
  }

  @Override
  public CompletionStage<Told> call(StationId id, String action, String payload) {
    sent.add(action + " " + payload);
    return CompletableFuture.completedStage(station.apply(action, payload));
  }

  /** Payload of the newest request with the action. */
  Json last(String action) throws IOException {
    List<String> found =
        sent.stream().filter(s -> s.startsWith(action + " ")).map(s -> after(s)).toList();
    return Json.read(found.get(found.size() - 1));
  }

  private static String after(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  void says(String action, String payload) {
    component.said(CS01, action, payload).toCompletableFuture().join();
  }

  /** Status and body, read to its end. */
  record Answer(int status, String body) {
    Json json() throws IOException {
      return Json.read(body);
    }
  }

  Answer get(String path) throws IOException {
    return ask("GET", path, "");
  }

  Answer post(String path, String body) throws IOException {
    return ask("POST", path, body);
  }

  Answer ask(String method, String path, String body) throws IOException {
    return ask(method, path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  Answer ask(String method, String path, String type, byte[] body) throws IOException {
    int mark = path.indexOf('?');
    String plain = mark < 0 ? path : path.substring(0, mark);
    Question question = question(method, plain, mark < 0 ? "" : path.substring(mark + 1));
    try {
      Endpoint.Reply reply = component.answer(question.with(type, body));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      reply.content().write(out);
      return new Answer(reply.status(), out.toString(StandardCharsets.UTF_8));
    } catch (Endpoint.Refusal e) {
      return new Answer(
          e.status(), "{\"code\":\"" + e.code() + "\",\"message\":\"" + e.getMessage() + "\"}");
    }
  }

  private Question question(String method, String path, String query) {
    String[] asked = path.split("/", -1);
    for (String route : component.routes()) {
      String[] own = after(route).split("/", -1);
      List<String> variables = new ArrayList<>();
      boolean fits = route.startsWith(method + " ") && own.length == asked.length;
      for (int i = 0; fits && i < own.length; i++) {
        if (own[i].startsWith("{")) {
          variables.add(asked[i]);
        } else {
          fits = own[i].equals(asked[i]);
        }
      }
      if (fits) {
        return new Question(route, variables, query, "", new byte[0]);
      }
    }
    throw new AssertionError("no route " + method + " " + path);
  }

  private record Question(
      String route, List<String> variables, String query, String type, byte[] bytes)
      implements Endpoint.Query {
    Question with(String newType, byte[] newBytes) {
      return new Question(route, variables, query, newType, newBytes);
    }

    @Override
    public Optional<String> parameter(String name) {
      for (String pair : query.split("&", -1)) {
        if (pair.startsWith(name + "=")) {
          return Optional.of(pair.substring(name.length() + 1));
        }
      }
      return Optional.empty();
    }

    @Override
    public String json() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
