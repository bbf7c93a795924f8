package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InquiryTest {
  private static final String RED =
      "{\"status\":\"critical\",\"checks\":[{\"name\":\"site\",\"status\":\"critical\","
          + "\"message\":\"site.yaml:3: no such node\"}]}";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> codes = new ConcurrentHashMap<>();
  private HttpServer server;
  @TempDir Path home;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean known =
              "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          String path = exchange.getRequestURI().toString();
          byte[] body = answers.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
          int code = answers.containsKey(path) ? codes.getOrDefault(path, 200) : 404;
          exchange.sendResponseHeaders(known ? code : 401, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Files.createDirectories(home.resolve("run"));
    Files.createDirectories(home.resolve("data/secrets"));
    Files.writeString(
        home.resolve("run/urls.json"),
        "{\"http\":\"http://127.0.0.1:" + server.getAddress().getPort() + "/\"}");
    Files.writeString(home.resolve("data/secrets/rest.token"), "secret\n");
    answers.put("/api/v1/health", "{\"status\":\"ok\",\"checks\":[]}");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int ask(String command, String... options) throws CommandException {
    String[] args = Arrays.copyOf(options, options.length + 2);
    args[options.length] = "--home";
    args[options.length + 1] = home.toString();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Inquiry.run(command, List.of(args), print, print);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void asksForHealthWithTheTokenOfTheHome() throws CommandException {
    assertThat(ask("health")).isEqualTo(ExitCode.DONE);
    assertThat(said()).contains("health ok").doesNotContain("secret");
  }

  @Test
  void exitsWithOneAndTheSentenceWhenSomethingIsRed() throws CommandException {
    answers.put("/api/v1/health", RED);
    codes.put("/api/v1/health", 503);
    assertThat(ask("health")).isEqualTo(ExitCode.WANTING);
    assertThat(said()).contains("site.yaml:3: no such node");
  }

  @Test
  void passesTheReportOnAsTextOrAsJson() throws CommandException {
    answers.put("/api/v1/diag?format=text", "all of it");
    answers.put("/api/v1/diag?format=json", "{\"all\":1}");
    assertThat(ask("diag", "--all")).isEqualTo(ExitCode.DONE);
    assertThat(said()).isEqualToIgnoringNewLines("all of it");
    out.reset();
    assertThat(ask("diag", "--all", "--json")).isEqualTo(ExitCode.DONE);
    assertThat(said()).isEqualToIgnoringNewLines("{\"all\":1}");
  }

  @Test
  void joinsSiteAndHealthToOneObject() throws CommandException {
    answers.put("/api/v1/site", "{\"powerW\":-9500}");
    assertThat(ask("status", "--json")).isEqualTo(ExitCode.DONE);
    assertThat(Json.read(said())).isInstanceOf(Map.class).asString().contains("powerW=-9500");
  }

  @Test
  void saysThatNoGatewayRunsThere() throws IOException {
    Files.delete(home.resolve("run/urls.json"));
    assertThatThrownBy(() -> ask("status"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.WANTING))
        .hasMessageContaining("no gateway runs on " + home);
  }

  @Test
  void saysThatTheGatewayDoesNotAnswer() {
    server.stop(0);
    assertThatThrownBy(() -> ask("health"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void saysHowItWasRefused() throws IOException {
    Files.writeString(home.resolve("data/secrets/rest.token"), "wrong");
    assertThatThrownBy(() -> ask("health"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("answered 401")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void wantsAllForADiagnosisAndNowhereElse() {
    assertThatThrownBy(() -> ask("diag"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
    assertThatThrownBy(() -> ask("health", "--all"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
  }
}
