package io.tidegate.admin.updates.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.tidegate.api.operation.Endpoint;
import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked over HTTP, and what the updater is told. */
class UpdatesEndpointTest {
  private static final Instant NOW = Instant.parse("2027-03-01T12:00:00.250Z");
  private static final String A_SHA = "ab".repeat(32);

  @TempDir Path folder;
  private final FakeDesk desk = new FakeDesk();
  private final List<Connection> connected = new ArrayList<>();
  private UpdatesEndpoint endpoint;

  @BeforeEach
  void start() {
    endpoint =
        new UpdatesEndpoint(
            folder.resolve("tmp"), 1000, Clock.fixed(NOW, ZoneOffset.UTC), () -> connected);
    endpoint.updates = desk;
    endpoint.features = desk;
  }

  private record Asked(
      String route,
      List<String> variables,
      Map<String, String> parameters,
      String type,
      InputStream body)
      implements Endpoint.Query {
    @Override
    public Optional<String> parameter(String name) {
      return Optional.ofNullable(parameters.get(name));
    }

    @Override
    public String json() {
      try {
        return new String(body.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private Endpoint.Reply ask(String route, String... variables) throws IOException {
    return endpoint.answer(
        new Asked(route, List.of(variables), Map.of(), "", InputStream.nullInputStream()));
  }

  private Endpoint.Reply order(String json) throws IOException {
    return endpoint.answer(
        new Asked(
            "POST /api/v1/updates",
            List.of(),
            Map.of(),
            "application/json",
            new ByteArrayInputStream(json.getBytes(UTF_8))));
  }

  private Endpoint.Reply upload(InputStream body, Map<String, String> parameters)
      throws IOException {
    return endpoint.answer(
        new Asked("POST /api/v1/updates", List.of(), parameters, "application/octet-stream", body));
  }

  private static String text(Endpoint.Reply reply) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reply.content().write(out);
    return out.toString(UTF_8);
  }

  private void refused(int status, String code, String part, Attempt attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            Endpoint.Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(status);
              assertThat(refusal.code()).isEqualTo(code);
            })
        .hasMessageContaining(part);
  }

  private interface Attempt {
    void run() throws IOException;
  }

  @Test
  void takesAnOrderInJson() throws Exception {
    Endpoint.Reply reply =
        order(
            "{\"id\":\"r-1\",\"uri\":\"https://u.example/x.dp\",\"headers\":{\"Authorization\":\"Bearer s3cret\"},"
                + "\"length\":7,\"sha256\":\""
                + A_SHA
                + "\",\"notBefore\":\"2027-03-02T01:00:00Z\",\"approval\":true,\"disturb\":true}");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(text(reply)).contains("\"id\":\"r-1\"").doesNotContain("s3cret");
    assertThat(desk.orders)
        .containsExactly(
            new UpdateOrder(
                "r-1",
                "rest",
                new ReleaseSource.OfUri(
                    URI.create("https://u.example/x.dp"),
                    Map.of("Authorization", "Bearer s3cret"),
                    7,
                    A_SHA),
                Instant.parse("2027-03-02T01:00:00Z"),
                true,
                true));
  }

  @Test
  void makesUpAnIdAndDisturbsNothingByDefault() throws Exception {
    order("{\"uri\":\"http://u.example/x.dp\"}");
    UpdateOrder order = desk.orders.get(0);
    assertThat(order.id()).isEqualTo("rest-20270301T120000250Z");
    assertThat(order.notBefore()).isEqualTo(Instant.MIN);
    assertThat(order.approval() || order.disturb()).isFalse();
  }

  @Test
  void refusesOrdersThatAreNotWellFormed() {
    for (String bad :
        List.of(
            "", "[]", "{\"uri\":\"http://a/\",\"uri\":\"http://b/\"}", "{} {}", "{\"uri\":null}")) {
      refused(400, "MALFORMED_JSON", "one JSON object", () -> order(bad));
    }
    String good = "{\"uri\":\"http://u.example/x.dp\",";
    Map<String, String> fields =
        Map.of(
            "{\"uri\":\"file:///etc/passwd\"}",
            "uri",
            "{\"uri\":\"http://user:pass@u.example/x\"}",
            "uri",
            "{}",
            "uri",
            good + "\"id\":\"a b\"}",
            "id",
            good + "\"sha256\":\"x\"}",
            "sha256",
            good + "\"length\":-1}",
            "length",
            good + "\"approval\":\"yes\"}",
            "approval",
            good + "\"notBefore\":\"soon\"}",
            "notBefore",
            good + "\"headers\":{\"A\":\"b\\r\\nC: d\"}}",
            "headers",
            good + "\"disturb\":1}",
            "disturb");
    refused(422, "UNKNOWN_FIELD", "force", () -> order(good + "\"force\":true}"));
    fields.forEach((bad, field) -> refused(422, "INVALID_FIELD", field, () -> order(bad)));
    assertThat(desk.orders).isEmpty();
  }

  @Test
  void takesAnArchiveAndLeavesNoFileBehind() throws Exception {
    byte[] archive = "an archive".getBytes(UTF_8);
    Endpoint.Reply reply =
        upload(new ByteArrayInputStream(archive), Map.of("id", "u-1", "approval", "true"));
    assertThat(reply.status()).isEqualTo(202);
    assertThat(desk.files).containsExactly(archive);
    assertThat(desk.orders.get(0).approval()).isTrue();
    assertThat(left()).isEmpty();
  }

  @Test
  void refusesArchivesThatAreTooLongDamagedOrCut() throws Exception {
    refused(
        413,
        "OVERSIZED",
        "longer",
        () -> upload(new ByteArrayInputStream(new byte[1001]), Map.of()));
    refused(
        422,
        "INVALID_FIELD",
        "another SHA-256",
        () -> upload(new ByteArrayInputStream(new byte[10]), Map.of("sha256", A_SHA)));
    InputStream cut =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("reset");
          }
        };
    refused(408, "TOO_SLOW", "stopped coming", () -> upload(cut, Map.of()));
    refused(
        422,
        "INVALID_FIELD",
        "disturb",
        () -> upload(InputStream.nullInputStream(), Map.of("disturb", "maybe")));
    assertThat(desk.orders).isEmpty();
    assertThat(left()).isEmpty();
  }

  @Test
  void takesNoArchiveWhileAnotherOrderIsUnderWay() {
    desk.busy = true;
    InputStream untouched =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("nobody should read this");
          }
        };
    refused(409, "BUSY", "`tidegate updates cancel a` gives", () -> upload(untouched, Map.of()));
    refused(409, "BUSY", "order a", () -> order("{\"uri\":\"http://u.example/x.dp\"}"));
  }

  @Test
  void takesOneArchiveAtATime() throws Exception {
    InputStream first =
        new InputStream() {
          private boolean asked;

          @Override
          public int read() {
            if (!asked) {
              asked = true;
              refused(
                  409,
                  "BUSY",
                  "being sent",
                  () -> upload(InputStream.nullInputStream(), Map.of("id", "second")));
            }
            return -1;
          }
        };
    assertThat(upload(first, Map.of("id", "first")).status()).isEqualTo(202);
  }

  @Test
  void sweepsWhatAKilledGatewayLeft() throws Exception {
    Path tmp = Files.createDirectories(folder.resolve("tmp"));
    Path old = Files.writeString(tmp.resolve("upload-1.dp"), "x");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(8000)));
    Path fresh = Files.writeString(tmp.resolve("upload-2.dp"), "x");
    Path other = Files.writeString(tmp.resolve("other.dp"), "x");
    Files.setLastModifiedTime(other, FileTime.from(Instant.now().minusSeconds(8000)));
    upload(new ByteArrayInputStream(new byte[3]), Map.of());
    assertThat(left()).containsExactlyInAnyOrder(fresh, other);
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(Files.createDirectories(folder.resolve("tmp")))) {
      return files.toList();
    }
  }

  @Test
  void tellsHowFarOrdersAre() throws Exception {
    assertThat(text(ask("GET /api/v1/updates")))
        .startsWith("{\"updates\":[{\"id\":\"b\"")
        .contains("\"step\":\"hand-over\",\"ended\":false,\"percent\":40")
        .contains("\"step\":\"confirmed\",\"ended\":true,\"code\":\"\"");
    assertThat(text(ask("GET /api/v1/updates/{id}", "b")))
        .contains("\"code\":\"EXPIRED\"")
        .contains("\"steps\":[{\"step\":\"fetch\",\"at\":\"2027-03-01T12:00:00Z\"}]")
        .contains("\"before\":{\"startLevel\":6,\"bundles\":101,\"threads\":49,")
        .doesNotContain("\"after\"");
    refused(404, "UNKNOWN_ORDER", "no order", () -> ask("GET /api/v1/updates/{id}", "none"));
    assertThat(text(ask("GET /api/v1/releases")))
        .isEqualTo(
            "{\"releases\":[{\"name\":\"tidegate-site\",\"version\":\"1.0.4\",\"counter\":4,\"confirmed\":false}]}");
    assertThat(text(ask("GET /api/v1/features")))
        .contains("\"name\":\"ocpp\"")
        .contains("\"bundles\":[\"io.acme.ocpp\"]");
  }

  @Test
  void passesWordsOn() throws Exception {
    ask("POST /api/v1/updates/{id}/approve", "a");
    ask("POST /api/v1/updates/{id}/cancel", "b");
    ask("POST /api/v1/releases/{name}/rollback", "tidegate-site");
    ask("PUT /api/v1/features/{name}", "ocpp");
    ask("DELETE /api/v1/features/{name}", "modbus");
    assertThat(desk.said)
        .containsExactly(
            "approve a", "cancel b", "roll back tidegate-site", "install ocpp", "remove modbus");
    refused(404, "UNKNOWN_ORDER", "no such", () -> ask("PUT /api/v1/features/{name}", "none"));
    refused(409, "TOO_LATE", "ended", () -> ask("POST /api/v1/updates/{id}/cancel", "late"));
  }

  private Endpoint.Reply remove(String feature, Map<String, String> parameters) throws IOException {
    return endpoint.answer(
        new Asked(
            "DELETE /api/v1/features/{name}",
            List.of(feature),
            parameters,
            "",
            InputStream.nullInputStream()));
  }

  @Test
  void removesNoFeatureThatSomebodyIsConnectedThroughUnlessThatIsWanted() throws Exception {
    connected.add(new Connection(Connection.Kind.STATION, Set.of("io.acme.ocpp", "io.acme.v2")));
    connected.add(new Connection(Connection.Kind.STATION, Set.of("io.acme.ocpp", "")));
    connected.add(new Connection(Connection.Kind.VEHICLE, Set.of("io.acme.ocpp")));
    connected.add(new Connection(Connection.Kind.VEHICLE, Set.of("io.acme.cable")));
    refused(
        409,
        "IN_USE",
        "ocpp is in use by 2 stations and 1 vehicle, and removing it cuts them off",
        () -> remove("ocpp", Map.of()));
    refused(409, "IN_USE", "disturb", () -> remove("ocpp", Map.of("disturb", "false")));
    refused(422, "INVALID_FIELD", "disturb", () -> remove("ocpp", Map.of("disturb", "yes")));
    assertThat(desk.said).isEmpty();
    assertThat(remove("ocpp", Map.of("disturb", "true")).status()).isEqualTo(202);
    assertThat(remove("modbus", Map.of()).status()).isEqualTo(202);
    connected.clear();
    assertThat(remove("ocpp", Map.of()).status()).isEqualTo(202);
    assertThat(desk.said).containsExactly("remove ocpp", "remove modbus", "remove ocpp");
  }

  @Test
  void leavesWhatCannotBeRemovedOrIsNotThereToTheUpdater() throws Exception {
    connected.add(new Connection(Connection.Kind.STATION, Set.of("io.acme.core", "io.acme.away")));
    assertThat(remove("core", Map.of()).status()).isEqualTo(202);
    assertThat(remove("away", Map.of()).status()).isEqualTo(202);
    assertThat(desk.said).containsExactly("remove core", "remove away");
  }

  @Test
  void saysThatThereIsNoUpdater() {
    endpoint.updates = null;
    endpoint.features = null;
    for (String route : endpoint.routes()) {
      refused(503, "UNAVAILABLE", "not running", () -> ask(route, "x"));
    }
  }

  @Test
  void describesEachOfItsRoutes() throws Exception {
    String text = "{" + endpoint.description() + "}";
    try (JsonParser json = new JsonFactory().createParser(text)) {
      while (json.nextToken() != null) {
        // reads to its end
      }
    }
    for (String route : endpoint.routes()) {
      assertThat(text).contains("\"" + route.substring(route.indexOf('/')) + "\": {");
    }
  }
}
