package io.tidegate.sim.ev;

/**
 * A plug at no real station: what the vehicle does is remembered, what it feels is what {@link
 * #station} last said. For sessions where only the talk matters.
 */
public final class IdealPlug implements Plug {
  private volatile Reading reading = new Reading(false, 0, 0, 0, 5);
  private volatile Pilot pilot = Pilot.A;
  private volatile double drawnW;
  private volatile double openV = Double.NaN;

  /** What the vehicle feels from now on. */
  public void station(Reading felt) {
    reading = felt;
  }

  @Override
  public void pilot(Pilot presented) {
    pilot = presented;
  }

  /** What the vehicle presents. */
  public Pilot pilot() {
    return pilot;
  }

  @Override
  public void battery(double volts, double ohms) {
    openV = volts;
  }

  @Override
  public void isolate() {
    openV = Double.NaN;
  }

  /** Voltage behind the vehicle's contactor; NaN while that is open. */
  public double batteryV() {
    return openV;
  }

  @Override
  public void draw(double activeW) {
    drawnW = activeW;
  }

  /** What the on-board charger takes. */
  public double drawnW() {
    return drawnW;
  }

  @Override
  public Reading reading() {
    return reading;
  }
}
