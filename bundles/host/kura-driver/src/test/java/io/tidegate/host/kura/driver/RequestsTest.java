package io.tidegate.host.kura.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.GridConnection;
import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.NodeKind;
import io.tidegate.api.site.PackThermal;
import io.tidegate.api.site.Phases;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.api.site.SafetyLimits;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final Channel POWER = new Channel(Point.EVSE_REQUEST, "E1");
  private static final Channel LIMIT = new Channel(Point.EVSE_LIMIT_REQUEST, "E1");
  private static final Channel IMPORT = new Channel(Point.NODE_IMPORT_LIMIT_REQUEST, "");

  private long nanos;
  private final Requests requests =
      new Requests("kura", PriorityClass.CONTRACT, Duration.ofSeconds(20), () -> nanos);
  private final Scene scene = scene(true);

  /** A site with one EVSE on its grid connection. */
  private static Scene scene(boolean mandated) {
    StationId station = new StationId("S");
    MandateSource mandate =
        new MandateSource(
            new ControllerId("policy:kura"),
            MandateSource.Kind.LOCAL,
            PriorityClass.CONTRACT,
            Duration.ofSeconds(5));
    SiteModel model =
        new SiteModel(
            "site",
            new GridConnection(200_000, 100_000, INF, INF, INF, 230, 50),
            List.of(new Node("grid", NodeKind.GRID, -1, 200_000, INF, 0, "", "", Optional.empty())),
            List.of(
                new StationSpec(
                    station, DischargeAccess.NEGATIVE_LIMIT, LimitUnit.W, Duration.ZERO, 50)),
            List.of(
                new EvseSpec(
                    new EvseId("E1"),
                    station,
                    1,
                    0,
                    Phases.L123,
                    50_000,
                    50_000,
                    0,
                    0,
                    0,
                    true,
                    0,
                    50_000,
                    INF,
                    0)),
            mandated ? List.of(mandate) : List.of(),
            new SafetyLimits(
                20,
                30,
                120,
                30,
                3,
                70,
                90,
                65,
                80,
                45,
                55,
                0.85,
                1.1,
                47.5,
                51.5,
                60,
                100,
                new PackThermal(400_000, 0.1, 20, 400, 25, 600)));
    SitePicture picture =
        new SitePicture(
            NOW,
            1,
            model,
            List.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            new ClockQuality("assumed", true, 0, ""),
            true,
            false);
    return new Scene(new DecisionView(null, picture, null, null, List.of(), List.of(), null));
  }

  private List<Target> targets() {
    return requests.evaluate(scene.view().picture());
  }

  private void pass(long seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void asksForWhatWasWrittenInItsMandatesName() {
    requests.write(scene, POWER, -7_000);
    requests.write(scene, IMPORT, 40_000);
    assertThat(targets())
        .containsExactly(
            new Target(
                "kura-evse.request-E1",
                "policy:kura",
                PriorityClass.CONTRACT,
                TargetKind.EVSE_POWER,
                "",
                Optional.of(new EvseId("E1")),
                -7_000,
                NOW.plusSeconds(5)),
            new Target(
                "kura-node.import.limit.request-",
                "policy:kura",
                PriorityClass.CONTRACT,
                TargetKind.IMPORT_LIMIT,
                "",
                Optional.empty(),
                40_000,
                NOW.plusSeconds(5)));
    assertThat(requests.read(POWER, NOW)).isEqualTo(Sample.of(-7_000.0, NOW));
    assertThat(requests.count()).isEqualTo(2);
  }

  @Test
  void letsARequestRunOutThatIsNotWrittenAgain() {
    requests.write(scene, LIMIT, 6_000);
    pass(17);
    assertThat(targets()).extracting(Target::expires).containsExactly(NOW.plusSeconds(3));
    requests.write(scene, LIMIT, 6_000);
    pass(19);
    assertThat(targets()).hasSize(1);
    pass(1);
    assertThat(requests.read(LIMIT, NOW).missing()).isEqualTo("nothing is asked for");
    assertThat(requests.count()).isZero();
    assertThat(targets()).isEmpty();
  }

  @Test
  void takesARequestBack() {
    requests.write(scene, POWER, 5_000);
    requests.write(scene, POWER, Double.NaN);
    assertThat(targets()).isEmpty();
  }

  @Test
  void refusesWhatNobodyCouldMean() {
    assertThatThrownBy(() -> requests.write(scene, new Channel(Point.EVSE_POWER, "E1"), 1))
        .hasMessage("evse.power can only be read");
    assertThatThrownBy(() -> requests.write(scene, new Channel(Point.EVSE_REQUEST, "E 9"), 1))
        .hasMessage("the site has no EVSE E 9");
    assertThatThrownBy(() -> requests.write(scene, new Channel(Point.NODE_REQUEST, "F9"), 1))
        .hasMessage("the site has no node F9");
    assertThatThrownBy(() -> requests.write(scene, IMPORT, -1)).hasMessageContaining("from 0 to");
    assertThatThrownBy(() -> requests.write(scene, POWER, INF)).hasMessageContaining("from -1e9");
    assertThat(targets()).isEmpty();
  }

  @Test
  void asksWithoutAMandateForLimitsOfAnEvseOnly() {
    Scene bare = scene(false);
    assertThatThrownBy(() -> requests.write(bare, POWER, 1_000))
        .hasMessage("the site file has no mandate policy:kura");
    requests.write(bare, LIMIT, 1_000);
    assertThat(targets()).extracting(Target::kind).containsExactly(TargetKind.EVSE_LIMIT);
  }
}
