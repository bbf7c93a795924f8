package io.tidegate.api.control;

/**
 * What the envelope would let through, before anything is asked: one interval for each EVSE, one
 * capacity in each direction for each node and phase. Charging and discharging are limited apart
 * from each other: a vehicle that delivers makes no room for one that takes (its delivery may end
 * at any moment). Arrays are indexed like the site model's lists and belong to this object.
 */
public final class Bounds {
  private final double[] minW;
  private final double[] maxW;
  private final Reason[] minReason;
  private final Reason[] maxReason;
  private final double[] chargeCapW;
  private final double[] dischargeCapW;
  private final Reason[] chargeReason;
  private final Reason[] dischargeReason;
  private final double[] phaseChargeCapW;
  private final double[] phaseDischargeCapW;

  /**
   * @param minW of each EVSE: lowest power, ≤ 0 (negative: discharge is possible)
   * @param maxW of each EVSE: highest power, ≥ 0
   * @param minReason what binds {@code minW}
   * @param maxReason what binds {@code maxW}
   * @param chargeCapW of each node: most that its EVSEs together may take, ≥ 0
   * @param dischargeCapW of each node: most that its EVSEs together may deliver, ≥ 0
   * @param chargeReason what binds {@code chargeCapW}
   * @param dischargeReason what binds {@code dischargeCapW}
   * @param phaseChargeCapW of node n and phase p at {@code 3 * n + p}, ≥ 0 or infinite
   * @param phaseDischargeCapW likewise
   */
  public Bounds(
      double[] minW,
      double[] maxW,
      Reason[] minReason,
      Reason[] maxReason,
      double[] chargeCapW,
      double[] dischargeCapW,
      Reason[] chargeReason,
      Reason[] dischargeReason,
      double[] phaseChargeCapW,
      double[] phaseDischargeCapW) {
    this.minW = minW;
    this.maxW = maxW;
    this.minReason = minReason;
    this.maxReason = maxReason;
    this.chargeCapW = chargeCapW;
    this.dischargeCapW = dischargeCapW;
    this.chargeReason = chargeReason;
    this.dischargeReason = dischargeReason;
    this.phaseChargeCapW = phaseChargeCapW;
    this.phaseDischargeCapW = phaseDischargeCapW;
  }

  public int evses() {
    return minW.length;
  }

  public int nodes() {
    return chargeCapW.length;
  }

  public double minW(int evse) {
    return minW[evse];
  }

  public double maxW(int evse) {
    return maxW[evse];
  }

  public Reason minReason(int evse) {
    return minReason[evse];
  }

  public Reason maxReason(int evse) {
    return maxReason[evse];
  }

  public double chargeCapW(int node) {
    return chargeCapW[node];
  }

  public double dischargeCapW(int node) {
    return dischargeCapW[node];
  }

  public Reason chargeReason(int node) {
    return chargeReason[node];
  }

  public Reason dischargeReason(int node) {
    return dischargeReason[node];
  }

  public double phaseChargeCapW(int node, int phase) {
    return phaseChargeCapW[3 * node + phase];
  }

  public double phaseDischargeCapW(int node, int phase) {
    return phaseDischargeCapW[3 * node + phase];
  }
}
