package io.tidegate.core.site;

import static io.tidegate.core.site.Units.MAX_KW;
import static io.tidegate.core.site.Units.kw;
import static io.tidegate.core.site.Units.watts;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.Phases;
import io.tidegate.api.site.StationSpec;
import io.tidegate.codec.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The section {@code stations}: stations and their EVSEs. */
final class StationSection {
  private static final StationId NO_STATION = new StationId("none");
  private static final EvseId NO_EVSE = new EvseId("none");

  private final NodeSection nodes;
  private final double volts;
  private final List<StationSpec> stations = new ArrayList<>();
  private final List<EvseSpec> evses = new ArrayList<>();
  private final Map<String, Integer> stationLines = new HashMap<>();
  private final Map<String, Integer> evseLines = new HashMap<>();

  StationSection(NodeSection nodes, double nominalVoltageV) {
    this.nodes = nodes;
    this.volts = nominalVoltageV;
  }

  List<StationSpec> stations() {
    return stations;
  }

  List<EvseSpec> evses() {
    return evses;
  }

  void read(List<YamlMap> maps) {
    for (YamlMap map : maps) {
      StationId id = id(map, stationLines, StationId::new, NO_STATION);
      stations.add(
          new StationSpec(
              id,
              map.choice(
                  "discharge", DischargeAccess.class, DischargeAccess.NONE, DischargeAccess::word),
              map.choice("unit", LimitUnit.class, LimitUnit.W),
              map.duration(
                  "setpointInterval", Duration.ofSeconds(1), Duration.ZERO, Duration.ofMinutes(1)),
              map.number("deadbandW", 50, 0, 100_000),
              map.choice("ocpp", OcppVersion.class, OcppVersion.NEWEST, OcppVersion::word)
                  .subprotocol()));
      List<YamlMap> own = map.maps("evses");
      if (own.isEmpty()) {
        map.problem("evses", "must list at least one EVSE");
      }
      Set<Integer> numbers = new HashSet<>();
      for (YamlMap evse : own) {
        evses.add(readEvse(evse, id, numbers));
        evse.done();
      }
      map.done();
    }
  }

  private EvseSpec readEvse(YamlMap map, StationId station, Set<Integer> numbers) {
    EvseId id = id(map, evseLines, EvseId::new, NO_EVSE);
    int number = map.integer("number", 1, 1, 1_000);
    if (!numbers.add(number)) {
      map.problem("number", number + " is taken by another EVSE of station " + station);
    }
    Phases phases = map.choice("phases", Phases.class, Phases.L123);
    double wattsPerAmp = volts * phases.count();
    double maxCharge = watts(map.requiredNumber("maxChargeKw", 0, MAX_KW));
    EvseSpec evse =
        new EvseSpec(
            id,
            station,
            number,
            node(map),
            phases,
            maxCharge,
            watts(map.number("maxDischargeKw", 0, 0, MAX_KW)),
            map.number("minChargeA", 6, 0, 1_000) * wattsPerAmp,
            map.number("minDischargeA", 6, 0, 1_000) * wattsPerAmp,
            watts(map.number("safeShareKw", 0, 0, MAX_KW)),
            map.flag("dischargeAttested", false),
            watts(map.number("minShareKw", 0, 0, MAX_KW)),
            map.has("maxShareKw") ? watts(map.number("maxShareKw", 0, 0, MAX_KW)) : maxCharge,
            watts(map.number("rampKwPerS", Double.POSITIVE_INFINITY, 0.001, MAX_KW)),
            map.number("dwellS", 60, 0, 3_600));
    checkPowers(map, evse);
    return evse;
  }

  private int node(YamlMap map) {
    String name = map.text("node", NodeSection.ROOT);
    int node = nodes.indexOf(name);
    if (node < 0) {
      String near = nodes.nearest(name);
      map.problem(
          "node",
          "\"" + name + "\" is no node" + (near.isEmpty() ? "" : ", did you mean " + near + "?"));
      return 0;
    }
    return node;
  }

  private static void checkPowers(YamlMap map, EvseSpec evse) {
    if (evse.maxChargeW() > 0 && evse.maxChargeW() < evse.minChargeW()) {
      map.problem("maxChargeKw", "is below the minimum current, " + kw(evse.minChargeW()));
    }
    if (evse.maxDischargeW() > 0 && evse.maxDischargeW() < evse.minDischargeW()) {
      map.problem("maxDischargeKw", "is below the minimum current, " + kw(evse.minDischargeW()));
    }
    if (evse.safeShareW() > 0 && evse.safeShareW() < evse.minChargeW()) {
      map.problem(
          "safeShareKw", "must be 0 or at least the minimum current, " + kw(evse.minChargeW()));
    }
    if (evse.safeShareW() > evse.maxChargeW()) {
      map.problem("safeShareKw", "is above maxChargeKw");
    }
    if (evse.maxShareW() > evse.maxChargeW()) {
      map.problem("maxShareKw", "is above maxChargeKw");
    }
    if (evse.minShareW() > evse.maxShareW()) {
      map.problem("minShareKw", "is above maxShareKw");
    }
    if (evse.minShareW() > 0 && evse.minShareW() < evse.minChargeW()) {
      map.problem(
          "minShareKw", "must be 0 or at least the minimum current, " + kw(evse.minChargeW()));
    }
  }

  private static <T> T id(
      YamlMap map, Map<String, Integer> lines, Function<String, T> type, T nothing) {
    String id = map.required("id");
    if (id.isEmpty()) {
      return nothing;
    }
    Integer first = lines.putIfAbsent(id, map.line("id"));
    if (first != null) {
      map.problem("id", "\"" + id + "\" is listed twice, first in line " + first);
    }
    try {
      return type.apply(id);
    } catch (IllegalArgumentException e) {
      map.problem("id", "\"" + id + "\" is no id: " + e.getMessage());
      return nothing;
    }
  }
}
