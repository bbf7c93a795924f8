package io.tidegate.core.planner;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import java.time.Instant;
import java.util.List;

/**
 * What is to be planned. Steps are equally long; prices and base load have one value a step.
 *
 * @param start beginning of the first step
 * @param stepS length of a step, s
 * @param importPrice of a kWh from the grid, any currency
 * @param exportPrice paid for a kWh to the grid
 * @param baseLoadW building load, W
 * @param importCapW of the grid connection
 * @param exportCapW of the grid connection
 * @param wearPrice cost of a kWh that goes out of a battery: what the cycle costs its owner
 * @param nodes ratings of the supply tree, parents first
 */
@SuppressWarnings("ArrayRecordComponent")
record Problem(
    Instant start,
    double stepS,
    double[] importPrice,
    double[] exportPrice,
    double[] baseLoadW,
    double importCapW,
    double exportCapW,
    double wearPrice,
    List<Branch> nodes,
    List<Vehicle> vehicles) {

  int steps() {
    return importPrice.length;
  }

  /**
   * A node of the supply tree.
   *
   * @param parent its index, −1 for the root
   * @param chargeCapW most that the EVSEs below it may take
   * @param dischargeCapW most that they may deliver
   */
  record Branch(int parent, double chargeCapW, double dischargeCapW) {}

  /**
   * A vehicle and its wishes. Energies in Wh.
   *
   * @param node index of the node it hangs on
   * @param maxChargeW at the connector
   * @param maxDischargeW at the connector; 0 when it may not discharge
   * @param energyWh in the battery now
   * @param floorWh never planned below, unless it is there already
   * @param targetWh wanted at departure
   * @param capacityWh usable
   * @param departureS from the start of the plan, s; infinite when unknown
   */
  record Vehicle(
      EvseId evse,
      SessionId session,
      int node,
      double maxChargeW,
      double maxDischargeW,
      double energyWh,
      double floorWh,
      double targetWh,
      double capacityWh,
      double departureS) {}
}
