package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.codec.ocpp.json.v21.ChargingLimitSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which EVSEs with a vehicle the site holds down in a decision, and on whose account (K14): what
 * binds a vehicle, a station or a system's own cap is none of it. Pure.
 */
final class SiteLimits {
  private SiteLimits() {}

  /**
   * A limit of one EVSE.
   *
   * @param watts most that it may charge with now, ≥ 0
   * @param source as {@link ChargingLimitSource} has it
   */
  record Limit(double watts, String source) {}

  /** By station and number of the EVSE, as an upstream is told of them. */
  static Map<String, Map<Integer, Limit>> of(DecisionView view, String upstream) {
    Map<String, Map<Integer, Limit>> limits = new HashMap<>();
    SitePicture picture = view.picture();
    for (int i = 0; i < view.powerW().size(); i++) {
      EvseState evse = picture.evses().get(i);
      double watts = view.powerW().get(i);
      // what cuts a delivery limits no charging
      if (watts >= 0 && evse.online() && evse.session().isPresent()) {
        EvseSpec spec = picture.model().evses().get(i);
        source(view, view.reasons().get(i), upstream)
            .ifPresent(
                source ->
                    limits
                        .computeIfAbsent(spec.station().value(), s -> new HashMap<>())
                        .put(spec.number(), new Limit(watts, source)));
      }
    }
    return limits;
  }

  /** On whose account it is held down; empty when the site has nothing to do with it. */
  private static Optional<String> source(DecisionView view, List<Reason> reasons, String upstream) {
    for (Reason reason : reasons) {
      switch (reason.code()) {
        case NODE_RATING,
            PHASE_RATING,
            GRID_IMPORT_CAP,
            PHASE_IMBALANCE,
            HOT_SPOT,
            STALE_MEASUREMENT -> {
          return Optional.of(ChargingLimitSource.EMS);
        }
        case COMMAND_LIMIT -> {
          return commanded(view.picture(), command(view, reason), upstream);
        }
        default -> {
          // says nothing of the site
        }
      }
    }
    return Optional.empty();
  }

  /** Whose limit it is, where the reason names but the node that it holds for. */
  private static String command(DecisionView view, Reason reason) {
    int node = view.picture().model().nodeIndexOf(reason.subject());
    return node < 0 ? reason.subject() : view.bounds().chargeReason(node).subject();
  }

  private static Optional<String> commanded(SitePicture picture, String id, String upstream) {
    if (id.startsWith(upstream + "/")) {
      return Optional.empty(); // its own cap
    }
    if (picture.commands().stream().anyMatch(c -> c.command().id().value().equals(id))) {
      return Optional.of(ChargingLimitSource.SO);
    }
    boolean another =
        picture.policyTargets().stream()
            .anyMatch(t -> t.id().equals(id) && t.mandate().startsWith(Ceilings.SOURCE));
    return Optional.of(another ? ChargingLimitSource.CSO : ChargingLimitSource.EMS);
  }
}
