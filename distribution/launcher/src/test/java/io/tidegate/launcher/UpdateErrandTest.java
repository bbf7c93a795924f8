package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed, and what goes over the wire. */
class UpdateErrandTest {
  private static final String VIEW =
      "{\"id\":\"r-1\",\"giver\":\"rest\",\"release\":\"tidegate-site\",\"version\":\"1.0.4\",\"counter\":4,"
          + "\"step\":\"STEP\",\"ended\":ENDED,\"code\":\"\",\"sentence\":\"so it is\",\"approvable\":false,"
          + "\"steps\":[{\"step\":\"fetch\",\"at\":\"2027-03-01T12:00:00Z\"}]}";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir Path home;
  private FakeGateway gateway;

  @BeforeEach
  void serve() throws IOException {
    gateway = new FakeGateway(home);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static String view(String step) {
    boolean ended = List.of("confirmed", "refused", "rolled-back", "cancelled").contains(step);
    return VIEW.replace("STEP", step).replace("ENDED", "" + ended);
  }

  private int ask(String command, String... words) throws CommandException {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--home", home.toString()));
    return UpdateErrand.run(command, args, new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void sendsAFileWithItsOrderInTheQuery() throws Exception {
    Path file = Files.writeString(home.resolve("x.dp"), "an archive");
    gateway.answer("POST /api/v1/updates?id=r-1&approval=true", "202 " + view("verify"));
    assertThat(ask("update", file.toString(), "--id", "r-1", "--approval")).isZero();
    assertThat(gateway.asked())
        .containsExactly("POST /api/v1/updates?id=r-1&approval=true an archive");
    assertThat(said()).isEqualTo("r-1  tidegate-site 1.0.4 (4)  verify  so it is\n");
  }

  @Test
  void sendsNoFileThatIsLongerThanAReleaseMayBe() throws Exception {
    Path file = home.resolve("x.dp");
    try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((514L << 20) + 1);
    }
    assertThatThrownBy(() -> ask("update", file.toString()))
        .isInstanceOf(CommandException.class)
        .hasMessageMatching(
            "OVERSIZED: .*x.dp has 514 MiB and more; a release has 514 MiB at most");
    assertThat(gateway.asked()).isEmpty();
  }

  @Test
  void sendsAnAddressAsAnOrder() throws Exception {
    gateway.answer("POST /api/v1/updates", "202 " + view("fetch"));
    assertThat(
            ask(
                "update",
                "https://u.example/x.dp",
                "--disturb",
                "--not-before=2027-03-02T01:00:00Z"))
        .isZero();
    assertThat(gateway.asked())
        .containsExactly(
            "POST /api/v1/updates {\"disturb\":true,\"notBefore\":\"2027-03-02T01:00:00Z\",\"uri\":\"https://u.example/x.dp\"}");
  }

  @Test
  void watchesAnOrderToItsEnd() throws Exception {
    gateway.answer("POST /api/v1/updates", "202 " + view("fetch"));
    gateway.answer(
        "GET /api/v1/updates/r-1",
        "200 " + view("fetch"),
        "503 {\"error\":{\"code\":\"UNAVAILABLE\",\"message\":\"Later.\"}}",
        "200 " + view("probation"),
        "200 " + view("rolled-back"));
    assertThat(ask("update", "http://u.example/x.dp", "--watch")).isEqualTo(ExitCode.WANTING);
    assertThat(said().lines().map(l -> l.split("  ")[2]))
        .containsExactly("fetch", "probation", "rolled-back");
  }

  @Test
  void saysWhyAnOrderIsNotTaken() {
    gateway.answer(
        "POST /api/v1/updates", "409 {\"error\":{\"code\":\"BUSY\",\"message\":\"r-0 runs.\"}}");
    assertThatThrownBy(() -> ask("update", "http://u.example/x.dp"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.WANTING))
        .hasMessage("BUSY: r-0 runs.");
  }

  @Test
  void showsOrdersAndReleases() throws Exception {
    gateway.answer("GET /api/v1/updates", "200 {\"updates\":[" + view("confirmed") + "]}");
    gateway.answer("GET /api/v1/updates/r-1", "200 " + view("refused"));
    gateway.answer("GET /api/v1/releases", "200 {\"releases\":[]}");
    assertThat(ask("updates")).isZero();
    assertThat(ask("updates", "show", "r-1")).isEqualTo(ExitCode.WANTING);
    assertThat(ask("updates", "releases")).isZero();
    assertThat(said())
        .isEqualTo(
            """
            r-1  tidegate-site 1.0.4 (4)  confirmed  so it is
            r-1  tidegate-site 1.0.4 (4)  refused  so it is
              2027-03-01T12:00:00Z  fetch
            everything is as it came
            """);
    out.reset();
    assertThat(ask("updates", "--json")).isZero();
    assertThat(said()).startsWith("{\"updates\":[{");
  }

  @Test
  void passesWordsOn() throws Exception {
    gateway.answer("POST /api/v1/updates/r-1/approve", "202 " + view("start"));
    gateway.answer("POST /api/v1/updates/r-1/cancel", "202 " + view("cancelled"));
    gateway.answer("POST /api/v1/releases/tidegate-site/rollback", "202 " + view("start"));
    assertThat(ask("updates", "approve", "r-1")).isZero();
    assertThat(ask("updates", "cancel", "r-1")).isZero();
    assertThat(ask("updates", "rollback", "tidegate-site")).isZero();
    assertThat(gateway.asked()).hasSize(3);
  }

  @Test
  void followsAFeatureToItsEndUnlessThatIsNotWanted() throws Exception {
    gateway.answer("PUT /api/v1/features/ocpp", "202 " + view("resolve"));
    gateway.answer("GET /api/v1/updates/r-1", "200 " + view("start"), "200 " + view("rolled-back"));
    assertThat(ask("features", "install", "ocpp")).isEqualTo(ExitCode.WANTING);
    assertThat(said().lines().map(l -> l.split("  ")[2]))
        .containsExactly("resolve", "start", "rolled-back");
    assertThat(ask("features", "install", "ocpp", "--no-watch")).isZero();
    gateway.answer("DELETE /api/v1/features/ocpp", "202 " + view("resolve"));
    gateway.answer("GET /api/v1/updates/r-1", "200 " + view("confirmed"));
    assertThat(ask("features", "remove", "ocpp")).isZero();
  }

  @Test
  void removesWhatIsInUseOnlyWhenToldToDisturb() throws Exception {
    gateway.answer(
        "DELETE /api/v1/features/ocpp",
        "409 {\"error\":{\"code\":\"IN_USE\",\"message\":\"ocpp is in use by 2 stations.\"}}");
    assertThatThrownBy(() -> ask("features", "remove", "ocpp"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.WANTING))
        .hasMessage("IN_USE: ocpp is in use by 2 stations.");
    gateway.answer("DELETE /api/v1/features/ocpp?disturb=true", "202 " + view("confirmed"));
    assertThat(ask("features", "remove", "ocpp", "--disturb")).isZero();
  }

  @Test
  void saysWhatToDoWhenThereIsNoGatewayToTakeAReleaseBack() throws Exception {
    gateway.vanish();
    assertThatThrownBy(() -> ask("updates", "rollback", "tidegate-site"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageStartingWith("no gateway runs on ")
        .hasMessageContaining("`tidegate run`", "`tidegate restore`");
    assertThatThrownBy(() -> ask("update", "--rollback"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("the way back is `tidegate updates rollback NAME`");
  }

  @Test
  void listsFeatures() throws Exception {
    gateway.answer(
        "GET /api/v1/features",
        "200 {\"features\":[{\"name\":\"core\",\"summary\":\"Decides.\",\"installed\":true,\"fixed\":true},"
            + "{\"name\":\"modbus\",\"summary\":\"Meters.\",\"installed\":false,\"fixed\":false}]}");
    assertThat(ask("features")).isZero();
    assertThat(said().lines())
        .containsExactly("fixed     core           Decides.", "-         modbus         Meters.");
  }

  @Test
  void saysHowItIsUsed() {
    for (List<String> words :
        List.of(
            List.of("update"),
            List.of("update", "no-such-file.dp"),
            List.of("update", "http://a/", "http://b/"),
            List.of("updates", "dance"),
            List.of("updates", "show"),
            List.of("updates", "list", "more"),
            List.of("updates", "--id", "x"),
            List.of("features", "install"),
            List.of("features", "remove", "../x"),
            List.of("features", "remove", ""),
            List.of("features", "list", "more"),
            List.of("features", "--disturb"),
            List.of("features", "install", "ocpp", "--disturb"),
            List.of("features", "remove", "ocpp", "--approval"),
            List.of("features", "--colour"))) {
      assertThatThrownBy(
              () -> ask(words.get(0), words.subList(1, words.size()).toArray(String[]::new)))
          .as("%s", words)
          .isInstanceOfSatisfying(
              CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
    }
    assertThat(gateway.asked()).isEmpty();
  }
}
