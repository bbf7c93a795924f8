package io.tidegate.api.control;

import java.util.List;

/**
 * What the arbiter proposes. Arrays are indexed like the site model's EVSEs and belong to this
 * object.
 */
public final class Allocation {
  private final double[] powerW;
  private final String[] mandate;
  private final Reason[] reason;
  private final List<Shortfall> shortfalls;

  /**
   * @param powerW proposed power of each EVSE, within its bounds
   * @param mandate id of the mandate source behind a discharge; empty for charging and pausing
   * @param reason what each was given its power for, or what cut it
   * @param shortfalls targets that could not be met in full
   */
  public Allocation(
      double[] powerW, String[] mandate, Reason[] reason, List<Shortfall> shortfalls) {
    this.powerW = powerW;
    this.mandate = mandate;
    this.reason = reason;
    this.shortfalls = List.copyOf(shortfalls);
  }

  public int evses() {
    return powerW.length;
  }

  public double powerW(int evse) {
    return powerW[evse];
  }

  public String mandate(int evse) {
    return mandate[evse];
  }

  public Reason reason(int evse) {
    return reason[evse];
  }

  public List<Shortfall> shortfalls() {
    return shortfalls;
  }

  /**
   * A target that is not met in full.
   *
   * @param target its id
   * @param askedW W
   * @param givenW W
   */
  public record Shortfall(String target, double askedW, double givenW) {}
}
