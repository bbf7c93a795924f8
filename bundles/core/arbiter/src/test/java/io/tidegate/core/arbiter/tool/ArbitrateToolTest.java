package io.tidegate.core.arbiter.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.operation.Tool;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class ArbitrateToolTest {
  private static final double FREE = Double.POSITIVE_INFINITY;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path read;

  private int run(String... arguments) {
    BundleContext context =
        (BundleContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, args) -> args[0].equals("tidegate.home") ? "/srv/gate" : null);
    ArbitrateTool tool =
        new ArbitrateTool(
            context,
            file -> {
              read = file;
              return site();
            },
            new RatingsOnly());
    return tool.run(
        new Tool.Call(
            List.of(arguments),
            folder,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8)));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Path state(String text) throws IOException {
    return Files.writeString(folder.resolve("state.json"), text);
  }

  @Test
  void saysWhoWouldDischargeAndWhyWithoutAnyFile() {
    assertThat(run("--mode", "active", "--priority", "grid", "--power", "-6")).isZero();
    assertThat(out()).contains("E01", "-3.00 kW", "dms", "GRID_COMMAND command-line");
    assertThat(read).isEqualTo(Path.of("/srv/gate/config/site.yaml"));
  }

  @Test
  void readsTheExampleOfTheDocumentation() {
    Path example = Path.of("../../../docs/operations/arbitrate-evening.json").toAbsolutePath();
    assertThat(run("--state", example.toString())).as(err()).isZero();
    assertThat(out().lines().filter(line -> line.startsWith("E02")).findFirst().orElseThrow())
        .contains("-", "dms", "evening-peak");
  }

  @Test
  void printsOneJsonObject() {
    assertThat(run("--json", "--mode", "dry-run", "--power", "-50")).isEqualTo(1);
    assertThat(out())
        .startsWith("{\"mode\":\"dry-run\",\"priority\":\"grid\",\"evses\":[{\"id\":\"E01\"")
        .contains("\"shortfalls\":[{\"target\":\"command-line\",\"askedW\":-50000.0")
        .endsWith("}\n");
  }

  @Test
  void ranksByThePriorityThatIsNamed() throws IOException {
    Path state =
        state(
            """
            {"evses": [{"id": "E01", "socPct": 50, "capacityKwh": 60, "dischargeAllowed": true},
                       {"id": "E02", "socPct": 50, "capacityKwh": 60, "dischargeAllowed": true}],
             "targets": [
               {"id": "c", "controller": "dms", "class": "contract", "powerKw": -4},
               {"id": "e", "controller": "dms", "class": "economy", "powerKw": 10}]}
            """);
    assertThat(run("--state", state.toString(), "--priority", "grid")).isEqualTo(1);
    assertThat(out()).contains("-2.00 kW").contains("e asked for 10.00 kW and gets -4.00 kW");
    out.reset();
    assertThat(run("--state", state.toString(), "--priority", "economy")).isEqualTo(1);
    assertThat(out()).contains("5.00 kW").contains("c asked for -4.00 kW and gets 10.00 kW");
  }

  @Test
  void namesWhatIsWrongWithItsUse() throws IOException {
    assertThat(run("--mode", "loud")).isEqualTo(2);
    assertThat(err()).contains("--mode must be one of active, dry-run").contains("usage:");
    err.reset();
    assertThat(run("--fast")).isEqualTo(2);
    assertThat(err()).contains("unknown argument --fast");
    err.reset();
    assertThat(run("--state", "nowhere.json")).isEqualTo(2);
    assertThat(err().lines())
        .singleElement()
        .asString()
        .startsWith("tidegate arbitrate: there is no file ")
        .endsWith("nowhere.json");
    err.reset();
    assertThat(run("--state", state("{\"evses\": [{\"id\": \"E01\", \"soc\": 5}]}").toString()))
        .isEqualTo(2);
    assertThat(err()).contains("evses[0].soc is no field of a state file");
    err.reset();
    assertThat(run("--state", state("{\"evses\": [{\"id\": \"E77\"}]}").toString())).isEqualTo(2);
    assertThat(err()).contains("the site has no EVSE E77");
    err.reset();
    assertThat(run("--state", state("{\"evses\": 5}").toString())).isEqualTo(2);
    assertThat(err()).contains("evses must be a list");
    err.reset();
    assertThat(run("--state", state("{\"evses\": [").toString())).isEqualTo(2);
    assertThat(run("--state", state("").toString())).isEqualTo(2);
    assertThat(out()).isEmpty();
  }

  private static SiteModel site() {
    List<StationSpec> stations = new ArrayList<>();
    List<EvseSpec> evses = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      StationId station = new StationId("CS0" + i);
      stations.add(
          new StationSpec(
              station, DischargeAccess.NEGATIVE_LIMIT, LimitUnit.W, Duration.ofSeconds(1), 50));
      evses.add(
          new EvseSpec(
              new EvseId("E0" + i),
              station,
              1,
              0,
              Phases.L123,
              11_000,
              10_000,
              0,
              0,
              2000,
              false,
              0,
              FREE,
              FREE,
              0));
    }
    SafetyLimits limits =
        new SafetyLimits(
            20,
            30,
            60,
            60,
            5,
            80,
            95,
            65,
            80,
            45,
            60,
            0.88,
            1.1,
            49,
            51,
            10,
            100,
            new PackThermal(1, 1, 1, 400, 20, 60));
    return new SiteModel(
        "depot",
        new GridConnection(60_000, 60_000, FREE, FREE, FREE, 230, 50),
        List.of(new Node("grid", NodeKind.GRID, -1, 60_000, FREE, 0, "grid", "", Optional.empty())),
        stations,
        evses,
        List.of(
            new MandateSource(
                new ControllerId("dms"),
                MandateSource.Kind.UPSTREAM,
                PriorityClass.GRID_EMERGENCY,
                Duration.ofSeconds(5))),
        limits);
  }

  /** Stands for the envelope: ratings are all it knows, and whatever fits them passes. */
  private static final class RatingsOnly implements SafetyEnvelope {
    @Override
    public SafetyState initial(SiteModel model, Instant at) {
      return new SafetyState(at, List.of(), List.of(), at);
    }

    @Override
    public Envelope bounds(SitePicture picture, SafetyState state) {
      int n = picture.evses().size();
      double[] min = new double[n];
      double[] max = new double[n];
      Reason[] reasons = new Reason[n];
      for (int i = 0; i < n; i++) {
        boolean session = picture.evses().get(i).session().isPresent();
        max[i] = session ? 11_000 : 0;
        min[i] = session && picture.evses().get(i).session().get().dischargeAllowed() ? -10_000 : 0;
        reasons[i] = Reason.of(ReasonCode.EVSE_RATING);
      }
      double[] free = {60_000};
      double[] phases = {FREE, FREE, FREE};
      Reason[] node = {Reason.of(ReasonCode.NODE_RATING)};
      return new Envelope(
          new Bounds(min, max, reasons, reasons, free, free, node, node, phases, phases), state);
    }

    @Override
    public Verdict clear(SitePicture picture, Envelope allowed, Allocation proposal, long id) {
      double[] power = new double[proposal.evses()];
      List<List<Reason>> reasons = new ArrayList<>();
      for (int i = 0; i < power.length; i++) {
        power[i] = proposal.powerW(i);
        reasons.add(List.of(proposal.reason(i)));
      }
      return new Verdict(Arrays.copyOf(power, power.length), reasons, List.of());
    }
  }
}
