package io.tidegate.sim.board;

/**
 * A bidirectional DC supply and the battery that it may be connected to: voltage and current follow
 * what they are told at a finite pace. Guarded by its channel.
 */
final class Supply {
  private final ChannelSpec spec;
  private boolean on;
  private double orderedV;
  private double orderedA;
  private double volts;
  private double amps;
  private double batteryV = 400;
  private double batteryOhm = 0.1;
  private boolean connected;

  Supply(ChannelSpec spec) {
    this.spec = spec;
  }

  boolean take(double newerV, double newerA) {
    boolean fits =
        newerV >= 0
            && newerV <= spec.maxV()
            && newerA <= spec.maxSourceA()
            && newerA >= -spec.maxSinkA();
    if (fits) {
      on = true;
      orderedV = newerV;
      orderedA = newerA;
    }
    return fits;
  }

  void off() {
    on = false;
    orderedV = 0;
    orderedA = 0;
  }

  void battery(double newerV, double ohms) {
    batteryV = newerV;
    batteryOhm = Math.max(1e-3, ohms);
  }

  /**
   * Moves on.
   *
   * @param through the battery is connected
   * @return volts between supply and battery at the moment of their connection, else 0
   */
  double step(double seconds, boolean through) {
    double gap = through && !connected ? Math.abs(volts - batteryV) : 0;
    connected = through;
    if (through) {
      double most = Math.max(0, (orderedV - batteryV) / batteryOhm);
      double wanted = !on ? 0 : orderedA < 0 ? orderedA : Math.min(orderedA, most);
      amps = towards(amps, wanted, spec.ampsPerS() * seconds);
      volts = batteryV + amps * batteryOhm;
    } else {
      amps = 0;
      volts = towards(volts, on ? orderedV : 0, spec.voltsPerS() * seconds);
    }
    return gap;
  }

  private static double towards(double from, double to, double most) {
    return from < to ? Math.min(to, from + most) : Math.max(to, from - most);
  }

  boolean on() {
    return on;
  }

  double orderedV() {
    return orderedV;
  }

  double orderedA() {
    return orderedA;
  }

  double volts() {
    return volts;
  }

  double amps() {
    return amps;
  }
}
