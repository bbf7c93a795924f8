package io.tidegate.sim.ev;

/**
 * A charge loop as the vehicle saw it. NaN: was not said.
 *
 * @param number from 1
 * @param sentNanos {@link System#nanoTime} as the request was handed to the socket
 * @param receivedNanos as the response was read
 * @param maxChargeW the station's limit into the vehicle
 * @param maxDischargeW the station's limit out of it, a magnitude
 * @param targetW AC: what the vehicle shall do, signed
 * @param presentV by the station's word
 * @param presentA by the station's word, signed
 * @param notification what it was told; empty: nothing
 * @param felt what the vehicle measured as the response came
 * @param socPct of its battery
 */
public record Loop(
    long number,
    long sentNanos,
    long receivedNanos,
    double maxChargeW,
    double maxDischargeW,
    double targetW,
    double presentV,
    double presentA,
    String notification,
    Plug.Reading felt,
    double socPct) {

  /** What the vehicle shall do, signed: the target, else the limit that is not 0. */
  public double setpointW() {
    if (!Double.isNaN(targetW)) {
      return targetW;
    }
    return maxDischargeW > 0 && !(maxChargeW > 0) ? -maxDischargeW : maxChargeW;
  }

  public double answerMs() {
    return (receivedNanos - sentNanos) / 1e6;
  }
}
