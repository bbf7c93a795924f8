package io.tidegate.charging.secc;

/**
 * Levels that the devices are to have. Repeating them changes nothing.
 *
 * @param closed the contactor
 * @param on DC: the supply is enabled
 * @param volts DC: not exceeded
 * @param amps DC: not exceeded; below 0 out of the vehicle
 * @param locked the plug
 * @param duty of the pilot, %: 5, or 100 for steady 12 V
 * @param unavailable state F
 * @param test number of the insulation test that was asked for last
 */
record Orders(
    boolean closed,
    boolean on,
    double volts,
    double amps,
    boolean locked,
    double duty,
    boolean unavailable,
    long test) {
  static final Orders NONE = new Orders(false, false, 0, 0, false, 100, false, 0);
}
