package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An order whose gateway starts anew (P3). */
class OrderWatchTest {
  private static final String PATH = "api/v1/updates/r-1";
  private static final String ASKED = "GET /" + PATH;
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Answer FIRST =
      new Answer(202, "", Map.of("id", "r-1", "step", "start", "ended", false));

  private final List<String> steps = new ArrayList<>();
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
    return "200 {\"id\":\"r-1\",\"step\":\"%s\",\"ended\":%s}"
        .formatted(step, step.equals("confirmed"));
  }

  private Answer watch(Duration absence) throws CommandException {
    return new OrderWatch(
            gateway.running(),
            SHORT,
            absence,
            answer -> steps.add(String.valueOf(answer.body().get("step"))))
        .toEnd(PATH, FIRST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 {\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"There is nothing at this path.\"}}",
        "404 <html><h1>Not found</h1></html>",
        "503 {\"error\":{\"code\":\"UNAVAILABLE\",\"message\":\"Later.\"}}",
        "401 {\"error\":{\"code\":\"V2G-401\",\"message\":\"The token is wrong.\"}}",
        "500 {\"error\":{\"code\":\"INTERNAL\",\"message\":\"The gateway failed.\"}}",
        "200 not yet",
        FakeGateway.HANGS_UP
      })
  void bearsWhatIsAnsweredWhileTheGatewayStartsAnew(String meanwhile) throws Exception {
    gateway.answer(
        ASKED, view("hand-over"), meanwhile, meanwhile, view("probation"), view("confirmed"));
    assertThat(watch(LONG).body()).containsEntry("step", "confirmed");
    assertThat(steps).containsExactly("hand-over", "probation", "confirmed");
    assertThat(gateway.asked()).hasSize(5);
  }

  /** Its address is not there, then nobody listens at it, then it serves. */
  @Test
  void bearsThatThereIsNobody() throws Exception {
    gateway.answer(ASKED, view("confirmed"));
    gateway.vanish();
    CompletableFuture<Void> back =
        CompletableFuture.runAsync(() -> listensAt(nobodys()), after(600))
            .thenRunAsync(() -> listensAt(gateway.port()), after(600));
    assertThat(watch(LONG).body()).containsEntry("step", "confirmed");
    back.get();
  }

  private static Executor after(int millis) {
    return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
  }

  private void listensAt(int port) {
    try {
      gateway.listensAt(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int nobodys() {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void givesUpWhenNobodyComes() throws Exception {
    gateway.vanish();
    assertThatThrownBy(() -> watch(SHORT))
        .hasMessageContaining("last seen at `start` (no gateway runs on");
    listensAt(nobodys());
    assertThatThrownBy(() -> watch(SHORT)).hasMessageContaining("does not answer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "404 {\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"Nothing.\"}} | NOT_FOUND: Nothing.",
        "404 <html><h1>Not found</h1></html> | the gateway answered 404"
      })
  void givesUpWithWhatCanBeDoneWhenItStaysAway(String forEver, String problem) {
    gateway.answer(ASKED, view("hand-over"), forEver);
    assertThatThrownBy(() -> watch(SHORT))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessage(
            "nothing was heard of order r-1 for 0 s, last seen at `hand-over` (%s); see that the"
                + " gateway runs, then `tidegate updates watch r-1`",
            problem);
  }

  @Test
  void endsAtOnceWhenTheUpdaterKnowsNoSuchOrder() {
    gateway.answer(
        ASKED,
        view("hand-over"),
        "404 {\"error\":{\"code\":\"UNKNOWN_ORDER\",\"message\":\"There is no order of this id.\"}}");
    assertThatThrownBy(() -> watch(LONG))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.WANTING))
        .hasMessageStartingWith("UNKNOWN_ORDER: the gateway does not know order r-1 any more")
        .hasMessageContaining("`hand-over`", "tidegate health");
    assertThat(gateway.asked()).hasSize(2);
  }

  @Test
  void asksNothingMoreOfAnOrderThatHasEnded() throws Exception {
    Answer ended = new Answer(202, "", Map.of("id", "r-1", "step", "confirmed", "ended", true));
    assertThat(new OrderWatch(gateway.running(), a -> {}).toEnd(PATH, ended)).isSameAs(ended);
    assertThat(gateway.asked()).isEmpty();
  }
}
