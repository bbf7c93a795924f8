package io.tidegate.admin.rest;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.SafetyLimits;
import java.time.Instant;
import java.util.List;

/**
 * Where power flows now, from one decision: of each EVSE, and of each node its vehicles and its
 * whole load. Measured where a fresh measurement is there, else estimated: the setpoint of an EVSE,
 * the design load of a building. Load convention, W. Immutable.
 */
final class PowerFlow {
  private final double[] evseW;
  private final double[] vehiclesW;
  private final double[] chargeW;
  private final double[] dischargeW;
  private final double[] loadW;
  private final boolean[] estimated;

  private PowerFlow(int evses, int nodes) {
    evseW = new double[evses];
    vehiclesW = new double[nodes];
    chargeW = new double[nodes];
    dischargeW = new double[nodes];
    loadW = new double[nodes];
    estimated = new boolean[nodes];
  }

  static PowerFlow of(DecisionView view, Instant now) {
    SitePicture picture = view.picture();
    List<Node> nodes = picture.model().nodes();
    List<EvseSpec> specs = picture.model().evses();
    SafetyLimits limits = picture.model().safety();
    PowerFlow flow = new PowerFlow(specs.size(), nodes.size());
    for (int i = 0; i < specs.size(); i++) {
      EvseState evse = picture.evses().get(i);
      double setpointW = view.powerW().get(i);
      flow.evseW[i] = evseW(evse, setpointW, now, limits.telemetryMaxAgeS());
      int node = specs.get(i).node();
      flow.vehiclesW[node] += flow.evseW[i];
      flow.chargeW[node] += Math.max(0, setpointW);
      flow.dischargeW[node] += Math.max(0, -setpointW);
    }
    for (int n = nodes.size() - 1; n > 0; n--) {
      int parent = nodes.get(n).parent();
      flow.vehiclesW[parent] += flow.vehiclesW[n];
      flow.chargeW[parent] += flow.chargeW[n];
      flow.dischargeW[parent] += flow.dischargeW[n];
    }
    for (int n = 0; n < nodes.size(); n++) {
      MeterState meter = picture.meters().get(nodes.get(n).meter());
      boolean fresh =
          meter != null
              && age(meter.at(), now) <= limits.meterMaxAgeS()
              && Double.isFinite(meter.reading().powerW());
      flow.estimated[n] = !fresh;
      flow.loadW[n] =
          fresh ? meter.reading().powerW() : nodes.get(n).designLoadW() + flow.vehiclesW[n];
    }
    return flow;
  }

  private static double evseW(EvseState evse, double setpointW, Instant now, double maxAgeS) {
    double measuredW = evse.measured().powerW();
    if (Double.isFinite(measuredW) && age(evse.measured().powerAt(), now) <= maxAgeS) {
      return measuredW;
    }
    return evse.session().isPresent() && Double.isFinite(setpointW) ? setpointW : 0;
  }

  /** Seconds. */
  static double age(Instant at, Instant now) {
    return (now.toEpochMilli() - at.toEpochMilli()) / 1_000.0;
  }

  double evseW(int evse) {
    return evseW[evse];
  }

  double vehiclesW(int node) {
    return vehiclesW[node];
  }

  /** Sum of the setpoints that charge below the node, ≥ 0. */
  double chargeW(int node) {
    return chargeW[node];
  }

  /** Sum of the setpoints that discharge below the node, ≥ 0. */
  double dischargeW(int node) {
    return dischargeW[node];
  }

  double loadW(int node) {
    return loadW[node];
  }

  boolean estimated(int node) {
    return estimated[node];
  }

  /** The grid connection's load that is no vehicle of ours. */
  double buildingW() {
    return loadW[0] - vehiclesW[0];
  }
}
