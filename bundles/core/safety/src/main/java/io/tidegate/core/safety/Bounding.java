package io.tidegate.core.safety;

import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.SafetyEnvelope.Envelope;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.SafetyState.EvseMemory;
import io.tidegate.api.control.SafetyState.NodeMemory;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.SafetyLimits;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The first half of a decision: advances the memory and draws the limits. One picture each. */
final class Bounding {
  private final Topology site;
  private final SitePicture picture;
  private final SafetyState before;
  private final SafetyLimits limits;
  private final double stepS;
  private final Sight sight;

  Bounding(Sight sight, SafetyState before) {
    this.sight = sight;
    this.before = before;
    site = sight.site();
    picture = sight.picture();
    limits = site.model.safety();
    stepS = Math.max(0, Ages.seconds(before.at(), picture.at()));
  }

  Envelope run() {
    SiteGuard guard = SiteGuard.of(picture, before.mainsGoodSince());
    Reach reach = sight.reach();
    Motion motion = sight.motion();
    PackModel pack = new PackModel(limits.packThermal(), limits.packTripC(), stepS);
    EvseLimits evses = new EvseLimits(site, picture, guard, reach, pack);
    List<EvseMemory> memory = evses(evses, motion);

    SafetyState moved =
        new SafetyState(picture.at(), memory, before.nodes(), guard.mainsGoodSince());
    CommandLimits commands = new CommandLimits(site, picture);
    OtherLoad base = new OtherLoad(site, picture, moved, reach, motion, commands);
    Excess excess = sight.excess(memory);
    NodeLimits nodes = new NodeLimits(site, base, commands, excess);
    List<NodeMemory> heat = nodes(nodes, new NodeHeat(site, picture, base, stepS));
    Bounds bounds =
        new Bounds(
            evses.minW,
            evses.maxW,
            evses.minReason,
            evses.maxReason,
            nodes.chargeW,
            nodes.dischargeW,
            nodes.chargeReason,
            nodes.dischargeReason,
            nodes.phaseChargeW,
            nodes.phaseDischargeW);
    SafetyState after = new SafetyState(picture.at(), memory, heat, guard.mainsGoodSince());
    return new Envelope(bounds, after);
  }

  private List<EvseMemory> evses(EvseLimits limits, Motion motion) {
    EvseMemory[] memory = new EvseMemory[site.evses];
    for (int i = 0; i < site.evses; i++) {
      EvseState evse = sight.reach().evses[i];
      EvseMemory old = i < before.evses().size() ? before.evses().get(i) : EvseMemory.FRESH;
      memory[i] = motion.after(old, i, limits.kept(old, evse, i, before.at()));
      limits.limit(i, evse, memory[i]);
    }
    return Collections.unmodifiableList(Arrays.asList(memory));
  }

  private List<NodeMemory> nodes(NodeLimits limits, NodeHeat heat) {
    NodeMemory[] memory = new NodeMemory[site.nodes];
    for (int n = 0; n < site.nodes; n++) {
      NodeMemory old = n < before.nodes().size() ? before.nodes().get(n) : NodeMemory.FRESH;
      memory[n] = heat.after(n, old);
      limits.limit(n, heat.usable(n, memory[n]), heat.reason(n));
    }
    return Collections.unmodifiableList(Arrays.asList(memory));
  }
}
