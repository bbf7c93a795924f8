package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartupTest {
  private static final String SITE = "site: site.yaml:3 grid.exportCapKw must be a number";
  private static final String REST = "rest: The API is not running";

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<String> missing = new ArrayList<>();
  private final List<String> red = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private long now;
  private int timesAsked;
  private Runnable whileTheDoorsAreTried = () -> {};

  private final Startup startup =
      new Startup(
          () ->
              Optional.of(
                  new Inside.Readiness(this::missing, red(), List.of(), "ws://x", List.of())),
          asked -> {
            whileTheDoorsAreTried.run();
            return List.copyOf(closed);
          },
          new PrintStream(said, true, StandardCharsets.UTF_8),
          () -> now);

  private List<String> missing() {
    timesAsked++;
    return List.copyOf(missing);
  }

  private List<String> red() {
    return List.copyOf(red);
  }

  private void lookAt(double seconds) {
    now = (long) (seconds * 1e9);
    assertThat(startup.look()).isEmpty();
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void tellsOnceWhatStaysRedLongBeforeItsPatienceEnds() {
    missing.add("io.tidegate.core.control waits for SiteModel");
    red.add(SITE);
    lookAt(0.1);
    assertThat(said()).isEmpty();
    lookAt(1.2);
    assertThat(said()).isEqualToNormalizingNewlines("tidegate: starting, red: " + SITE + "\n");
    lookAt(2);
    lookAt(29);
    assertThat(said().lines()).hasSize(1);
  }

  @Test
  void keepsStillAboutWhatIsRedOnlyForAStepOfTheStart() {
    missing.add("io.tidegate.admin.rest waits for HealthBoard");
    red.add(REST);
    lookAt(0.1);
    lookAt(0.9);
    red.clear();
    lookAt(1.0);
    red.add(REST);
    lookAt(1.5);
    assertThat(said()).isEmpty();
  }

  @Test
  void tellsAllThatIsMissingWhenItsPatienceEnds() {
    closed.add("nothing answers at ws://x");
    red.add(SITE);
    lookAt(1);
    assertThat(startup.complained()).isFalse();
    lookAt(31);
    assertThat(startup.complained()).isTrue();
    assertThat(said())
        .contains("not ready after 30 s", "missing: nothing answers at ws://x", "red: " + SITE);
  }

  @Test
  void tellsTheHealthAsItIsBehindTheDoorsAndNotAsItWasBefore() {
    red.add(REST);
    whileTheDoorsAreTried = red::clear;
    assertThat(startup.look()).hasValueSatisfying(ready -> assertThat(ready.red()).isEmpty());
  }

  @Test
  void waitsOnWhenSomethingWentAwayWhileTheDoorsWereTried() {
    whileTheDoorsAreTried = () -> missing.add("io.tidegate.core.control waits for SiteModel");
    assertThat(startup.look()).isEmpty();
  }

  @Test
  void looksForMissingComponentsOnlyBehindOpenDoorsAndWhenItComplains() {
    missing.add("io.tidegate.core.control waits for SiteModel");
    closed.add("no OCPP port is open");
    lookAt(0.1);
    lookAt(1);
    assertThat(timesAsked).isZero();
    lookAt(31);
    assertThat(said()).contains("missing: io.tidegate.core.control waits for SiteModel");
    closed.clear();
    lookAt(32);
    assertThat(timesAsked).isEqualTo(2);
  }
}
