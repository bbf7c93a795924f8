package io.tidegate.core.site;

import static io.tidegate.core.site.Units.kw;

import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.GridConnection;
import io.tidegate.api.site.Node;
import io.tidegate.codec.yaml.YamlMap;
import java.util.List;

/**
 * The static guarantee: the safe shares below a node and its design load fit the node, in total and
 * on each phase. So whatever else fails, every EVSE may take its safe share. A three-phase EVSE and
 * the design load count with a third on each phase.
 */
final class ShareCheck {
  private static final double ROUNDING_W = 1e-6;

  private ShareCheck() {}

  static void check(YamlMap root, GridConnection grid, NodeSection section, List<EvseSpec> evses) {
    List<Node> nodes = section.nodes();
    double[] shareW = new double[nodes.size()];
    double[] phaseW = new double[3 * nodes.size()];
    for (EvseSpec evse : evses) {
      double each = evse.safeShareW() / evse.phases().count();
      for (int n = evse.node(); n >= 0; n = nodes.get(n).parent()) {
        shareW[n] += evse.safeShareW();
        for (int p = 0; p < 3; p++) {
          phaseW[3 * n + p] += evse.phases().includes(p) ? each : 0;
        }
      }
    }
    for (int n = 0; n < nodes.size(); n++) {
      Node node = nodes.get(n);
      YamlMap at = section.source(n).orElse(root);
      double design = node.designLoadW();
      total(
          at,
          n == 0 ? "importCapKw" : "ratingKw",
          shareW[n],
          design,
          n == 0 ? grid.importCapW() : node.ratingW());
      double phaseCap = n == 0 ? grid.importCapPhaseW() : node.phaseRatingW();
      for (int p = 0; p < 3; p++) {
        double load = phaseW[3 * n + p] + design / 3;
        if (load > phaseCap + ROUNDING_W) {
          at.problem(
              n == 0 ? "importCapPhaseA" : "phaseRatingA",
              "is less than the safe shares and the design load on L"
                  + (p + 1)
                  + " need: "
                  + kw(load)
                  + " of "
                  + kw(phaseCap));
        }
      }
    }
    imbalance(root, grid, section, phaseW);
  }

  private static void total(YamlMap at, String key, double share, double design, double cap) {
    if (share + design > cap + ROUNDING_W) {
      at.problem(
          key,
          "is less than the safe shares, "
              + kw(share)
              + ", and the design load, "
              + kw(design)
              + ", together need: "
              + kw(cap));
    }
  }

  private static void imbalance(
      YamlMap root, GridConnection grid, NodeSection section, double[] phaseW) {
    // any of the vehicles may be absent: the worst difference is a full phase against an empty one
    double shared = Math.max(phaseW[0], Math.max(phaseW[1], phaseW[2]));
    double least = Math.min(phaseW[0], Math.min(phaseW[1], phaseW[2]));
    if (shared - least > grid.maxImbalanceW() + ROUNDING_W) {
      section
          .source(0)
          .orElse(root)
          .problem(
              "maxImbalanceA",
              "is less than the safe shares need: they differ by " + kw(shared - least));
    }
  }
}
