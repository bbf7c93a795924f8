package io.tidegate.core.safety;

import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SafetyState.NodeMemory;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.SitePicture.TemperatureState;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.TransformerThermal;

/** Advances the thermal state of the nodes and says how much of their headroom is usable. */
final class NodeHeat {
  private final Topology site;
  private final SitePicture picture;
  private final OtherLoad base;
  private final double stepS;

  NodeHeat(Topology site, SitePicture picture, OtherLoad base, double stepS) {
    this.site = site;
    this.picture = picture;
    this.base = base;
    this.stepS = stepS;
  }

  /** The node's memory after this step, its base loads included. */
  NodeMemory after(int n, NodeMemory before) {
    Node node = site.model.nodes().get(n);
    NodeMemory heat = before;
    if (node.thermal().isPresent() && loadKnown(n, node, before)) {
      HotSpot model = new HotSpot(node.thermal().get());
      heat = model.advanced(before, loadFactor(n, node), topOilC(node), stepS);
    }
    return new NodeMemory(
        heat.topOilRiseK(),
        heat.windingRise1K(),
        heat.windingRise2K(),
        heat.hotSpotC(),
        base.most(n),
        base.least(n),
        base.overloadedSince(n));
  }

  /** A model that has never run waits for its meter; one that runs goes on with the design load. */
  private boolean loadKnown(int n, Node node, NodeMemory before) {
    return base.fresh(n) || !node.metered() || !Double.isNaN(before.hotSpotC());
  }

  private double loadFactor(int n, Node node) {
    double loadW;
    if (base.fresh(n)) {
      double reactive = base.reading(n).reactiveVar();
      double active = base.reading(n).powerW();
      double q = Double.isFinite(reactive) ? reactive : 0;
      loadW = StrictMath.sqrt(active * active + q * q);
    } else {
      loadW = node.designLoadW() + warmingW(n, node);
    }
    return loadW / node.ratingW();
  }

  /**
   * What is measured warms it in full; what silent EVSEs may take, up to its rating. Heat lasts for
   * hours: a site that starts, where nobody has spoken yet, would else count as having been
   * overloaded for ever by all EVSEs at their most, and stay shut long after they have spoken.
   */
  private double warmingW(int n, Node node) {
    double room = Math.max(0, node.ratingW() - node.designLoadW());
    return Math.max(base.measuredW(n), Math.min(base.evsesW(n), room));
  }

  /** Top-oil temperature, °C; NaN when it is not measured, or not now. */
  private double topOilC(Node node) {
    return fresh(node)
        ? picture.temperatures().get(node.temperatureSensor()).celsius()
        : Double.NaN;
  }

  private boolean fresh(Node node) {
    TemperatureState sensor = picture.temperatures().get(node.temperatureSensor());
    return sensor != null
        && Double.isFinite(sensor.celsius())
        && Ages.fresh(sensor.at(), picture.at(), site.model.safety().telemetryMaxAgeS());
  }

  /** Part of the headroom above the safe shares that heat leaves; 0 when a sensor is silent. */
  double usable(int n, NodeMemory now) {
    Node node = site.model.nodes().get(n);
    TransformerThermal thermal = node.thermal().orElse(null);
    if (silent(n)) {
      return 0;
    }
    return thermal == null ? 1 : new HotSpot(thermal).usable(now.hotSpotC());
  }

  /** Whether the node's own sensor ought to speak and does not. */
  private boolean silent(int n) {
    Node node = site.model.nodes().get(n);
    return !node.temperatureSensor().isEmpty() && !fresh(node);
  }

  /** What to call it when not all is usable. */
  ReasonCode reason(int n) {
    return silent(n) ? ReasonCode.STALE_MEASUREMENT : ReasonCode.HOT_SPOT;
  }
}
