package io.tidegate.sim.board;

/**
 * How an EVSE of a simulated board is built.
 *
 * @param direct DC; else AC
 * @param phases AC: 1 or 3
 * @param nominalV AC: of a phase to neutral
 * @param minV DC: of the supply
 * @param maxV DC: of the supply
 * @param maxSourceA DC
 * @param maxSinkA DC; 0: charges only
 * @param maxW DC
 * @param ampsPerS DC: how fast the current follows
 * @param voltsPerS DC: how fast the voltage follows without a vehicle
 * @param contactorMs how long the contactor takes
 * @param lockMs how long the lock takes
 * @param insulationTestMs how long a measurement of the insulation takes
 */
public record ChannelSpec(
    boolean direct,
    int phases,
    double nominalV,
    double minV,
    double maxV,
    double maxSourceA,
    double maxSinkA,
    double maxW,
    double ampsPerS,
    double voltsPerS,
    int contactorMs,
    int lockMs,
    int insulationTestMs) {

  /** A bidirectional supply of 150–1,000 V that follows within a tenth of a second. */
  public static ChannelSpec dc(double maxA, double maxW) {
    return new ChannelSpec(true, 0, 0, 150, 1_000, maxA, maxA, maxW, 2_000, 5_000, 30, 50, 100);
  }

  /** Three phases, or one, of 230 V. */
  public static ChannelSpec ac(int phases) {
    return new ChannelSpec(false, phases, 230, 0, 0, 0, 0, 0, 0, 0, 30, 50, 100);
  }
}
