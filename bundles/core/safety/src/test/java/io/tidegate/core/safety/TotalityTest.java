package io.tidegate.core.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.CommandState;
import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.Measured;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.SafetyEnvelope.Envelope;
import io.tidegate.api.control.SafetyEnvelope.Verdict;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.api.control.SiteInput.MeterReading;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
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
import io.tidegate.api.site.TransformerThermal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the picture, the memory, the model and the proposals contain, the envelope answers, and
 * with numbers that mean something (X6).
 */
class TotalityTest {
  private static final Instant NOW = Depot.START;

  /** Makes records of noughts, infinities, numbers that are none, and times in any order. */
  private static final class Garbage {
    final Random random;

    Garbage(long seed) {
      random = new Random(seed);
    }

    double number() {
      double[] odd = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.0,
        -0.0,
        1e308,
        -1e308,
        Double.MIN_VALUE,
        -1,
        1,
        50,
        230,
        100
      };
      int pick = random.nextInt(odd.length * 2);
      return pick < odd.length ? odd[pick] : (random.nextDouble() - 0.4) * 40_000;
    }

    Instant time() {
      return switch (random.nextInt(10)) {
        case 0 -> Instant.MIN;
        case 1 -> Instant.MAX;
        case 2 -> Instant.EPOCH;
        case 3 -> NOW.plusSeconds(random.nextInt(100));
        case 4 -> NOW.minusSeconds(random.nextInt(1_000));
        default -> NOW.minusMillis(random.nextInt(2_000));
      };
    }

    boolean yes() {
      return random.nextInt(4) > 0;
    }

    <T> T one(T[] values) {
      return values[random.nextInt(values.length)];
    }

    EvseState evse(int i) {
      return new EvseState(
          i,
          yes(),
          time(),
          one(Availability.values()),
          yes() ? Optional.of(session(i)) : Optional.empty(),
          new Measured(
              number(), time(), number(), time(), number(), time(), number(), time(), number(),
              time(), number(), number()),
          new Commitment(
              random.nextInt(3),
              number(),
              time(),
              number(),
              number(),
              time(),
              random.nextInt(3),
              number(),
              time()),
          yes() ? Double.NaN : number(),
          "",
          number(),
          number(),
          time(),
          time(),
          yes(),
          "");
    }

    Session session(int i) {
      return new Session(
          new SessionId("s" + i),
          "t",
          time(),
          yes(),
          "",
          number(),
          number(),
          number(),
          number(),
          Optional.empty(),
          number(),
          "");
    }

    SafetyState state(int evses, int nodes) {
      List<SafetyState.EvseMemory> e = new ArrayList<>();
      for (int i = 0; i < evses; i++) {
        e.add(new SafetyState.EvseMemory(!yes(), number(), number(), number(), number(), time()));
      }
      List<SafetyState.NodeMemory> n = new ArrayList<>();
      for (int k = 0; k < nodes; k++) {
        n.add(new SafetyState.NodeMemory(number(), number(), number(), number(), base(), base()));
      }
      return new SafetyState(time(), e, n, time());
    }

    SafetyState.BaseLoad base() {
      return new SafetyState.BaseLoad(number(), number(), number(), number());
    }

    SiteModel model(int evses, int nodes) {
      List<Node> list = new ArrayList<>();
      for (int k = 0; k < nodes; k++) {
        list.add(
            new Node(
                "n" + k,
                NodeKind.FEEDER,
                k == 0 ? -1 : random.nextInt(k + 1) - 2,
                number(),
                number(),
                number(),
                yes() ? "m" + k : "",
                yes() ? "" : "c" + k,
                yes() ? Optional.of(thermal()) : Optional.empty()));
        if (k > 0 && list.get(k).parent() == -1) {
          list.set(k, root(list.get(k)));
        }
      }
      List<StationSpec> stations = new ArrayList<>();
      List<EvseSpec> specs = new ArrayList<>();
      for (int i = 0; i < evses; i++) {
        StationId id = new StationId("S" + i);
        DischargeAccess access = one(DischargeAccess.values());
        stations.add(new StationSpec(id, access, LimitUnit.W, Duration.ZERO, number()));
        specs.add(spec(i, id, nodes));
      }
      return new SiteModel(
          "g", grid(), list, stations, specs, List.of(mandate("a"), mandate("b")), limits());
    }

    private Node root(Node n) {
      return new Node(
          n.id(),
          n.kind(),
          0,
          n.ratingW(),
          n.phaseRatingW(),
          n.designLoadW(),
          n.meter(),
          n.temperatureSensor(),
          n.thermal());
    }

    private EvseSpec spec(int i, StationId station, int nodes) {
      return new EvseSpec(
          new EvseId("E" + i),
          station,
          1,
          random.nextInt(nodes),
          one(Phases.values()),
          number(),
          number(),
          number(),
          number(),
          number(),
          yes(),
          number(),
          number(),
          number(),
          number());
    }

    private GridConnection grid() {
      return new GridConnection(
          number(), number(), number(), number(), number(), number(), number());
    }

    private TransformerThermal thermal() {
      return new TransformerThermal(
          number(), number(), number(), number(), number(), number(), number(), number(), number(),
          number(), number(), number(), number());
    }

    private SafetyLimits limits() {
      return new SafetyLimits(
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          number(),
          new PackThermal(number(), number(), number(), number(), number(), number()));
    }

    MandateSource mandate(String id) {
      return new MandateSource(
          new ControllerId(id),
          one(MandateSource.Kind.values()),
          one(PriorityClass.values()),
          yes() ? Duration.ofSeconds(5) : Duration.ofSeconds(Long.MAX_VALUE));
    }

    SitePicture picture(SiteModel model, int evses) {
      List<EvseState> states = new ArrayList<>();
      for (int i = 0; i < evses; i++) {
        states.add(evse(i));
      }
      Map<String, MeterState> meters = new java.util.HashMap<>();
      Map<String, SitePicture.TemperatureState> temperatures = new java.util.HashMap<>();
      for (int k = 0; k < 4; k++) {
        String m = "m" + k;
        meters.put(
            m,
            new MeterState(
                m,
                time(),
                new MeterReading(
                    m, number(), number(), number(), number(), number(), number(), number())));
        temperatures.put("c" + k, new SitePicture.TemperatureState(number(), time()));
      }
      return new SitePicture(
          yes() ? NOW : time(),
          1,
          model,
          states,
          meters,
          temperatures,
          mandates(model),
          List.of(command(1), command(2)),
          List.of(target()),
          Optional.empty(),
          new ClockQuality(one(new String[] {"ptp", "assumed", "?"}), yes(), number(), ""),
          yes(),
          !yes());
    }

    private List<MandateState> mandates(SiteModel model) {
      return model.mandateSources().stream().map(m -> new MandateState(m, time())).toList();
    }

    private CommandState command(int k) {
      return new CommandState(
          new GridCommand(
              new CommandId("c" + k),
              new ControllerId("a"),
              one(PriorityClass.values()),
              one(TargetKind.values()),
              one(new String[] {"", "n1", "?"}),
              number(),
              time(),
              time()),
          time());
    }

    private Target target() {
      return new Target(
          "t",
          one(new String[] {"a", "b", "?"}),
          one(PriorityClass.values()),
          one(TargetKind.values()),
          "",
          Optional.empty(),
          number(),
          time());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void answersToAnything(long block) {
    SafetyKernel kernel = new SafetyKernel(new Clearances()::issue);
    for (long seed = block * 10_000; seed < block * 10_000 + 2_500; seed++) {
      Garbage g = new Garbage(seed);
      int evses = g.random.nextInt(6);
      int nodes = 1 + g.random.nextInt(4);
      SiteModel model = g.model(evses, nodes);
      int fewer = g.random.nextInt(8) == 0 ? evses / 2 : evses;
      SitePicture picture = g.picture(model, fewer);
      Envelope envelope = kernel.bounds(picture, g.state(fewer, g.random.nextInt(nodes + 1)));
      double[] power = new double[evses];
      String[] mandates = new String[evses];
      for (int i = 0; i < evses; i++) {
        power[i] = g.number();
        mandates[i] = g.one(new String[] {"a", "b", "", null});
      }
      Allocation asked = new Allocation(power, mandates, new Reason[evses], List.of());
      Verdict verdict = kernel.clear(picture, envelope, asked, 1);
      meansSomething(envelope.bounds(), verdict, model, "seed " + seed);
    }
  }

  private static void meansSomething(Bounds b, Verdict v, SiteModel model, String where) {
    for (int i = 0; i < b.evses(); i++) {
      assertThat(b.minW(i)).as(where).isLessThanOrEqualTo(0).isFinite();
      assertThat(b.maxW(i)).as(where).isGreaterThanOrEqualTo(0).isFinite();
      assertThat(b.minReason(i)).as(where).isNotNull();
      assertThat(b.maxReason(i)).as(where).isNotNull();
      assertThat(v.powerW()[i]).as(where).isFinite();
      assertThat(v.reasons().get(i)).as(where).isNotEmpty().doesNotContainNull();
    }
    for (int n = 0; n < b.nodes(); n++) {
      assertThat(b.chargeCapW(n)).as(where).isGreaterThanOrEqualTo(0).isNotNaN();
      assertThat(b.dischargeCapW(n)).as(where).isGreaterThanOrEqualTo(0).isNotNaN();
      assertThat(b.chargeReason(n)).as(where).isNotNull();
      for (int p = 0; p < 3; p++) {
        assertThat(b.phaseChargeCapW(n, p)).as(where).isGreaterThanOrEqualTo(0).isNotNaN();
        assertThat(b.phaseDischargeCapW(n, p)).as(where).isGreaterThanOrEqualTo(0).isNotNaN();
      }
    }
    for (Setpoint s : Depot.setpoints(v)) {
      int i = model.indexOf(s.evse());
      assertThat(s.powerW()).as(where).isBetween(b.minW(i), b.maxW(i));
    }
  }

  @Test
  void aSiteWithoutEvsesOrNodesIsNoTrouble() {
    Garbage g = new Garbage(5);
    SiteModel model = g.model(0, 0);
    SafetyKernel kernel = new SafetyKernel(new Clearances()::issue);
    SitePicture picture = g.picture(model, 0);
    Envelope envelope = kernel.bounds(picture, kernel.initial(model, NOW));
    Allocation nothing = new Allocation(new double[0], new String[0], new Reason[0], List.of());
    assertThat(kernel.clear(picture, envelope, nothing, 1).cleared()).isEmpty();
  }

  @Test
  void timeThatRunsBackwardsFreesNothing() {
    Depot depot = Depot.of(1);
    depot.bounds();
    depot.later(-100);
    Bounds b = depot.bounds();
    assertThat(b.minW(0)).as("everything measured is from the future").isZero();
    assertThat(b.maxW(0)).isLessThanOrEqualTo(2_000);
  }
}
