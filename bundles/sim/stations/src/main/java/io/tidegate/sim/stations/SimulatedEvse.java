package io.tidegate.sim.stations;

import java.time.Instant;
import java.util.Optional;

/** One EVSE: obeys its profiles, and what is wrong with it. Thread-confined. */
public final class SimulatedEvse {
  /** Time constant of the power electronics, s. */
  private static final double RESPONSE_S = 0.25;

  /** From the plug to the first current: lock, tests, the vehicle's contactor (IEC 61851-1). */
  private static final double READY_S = 2;

  private final StationSettings settings;
  private final int number;
  private final HeldProfiles profiles = new HeldProfiles();
  private Optional<Vehicle> vehicle = Optional.empty();
  private String transaction = "";
  private int sequence;
  private double powerW;
  private double importWh;
  private double exportWh;
  private double hiddenCapW = Double.POSITIVE_INFINITY;
  private double lastLimitW;
  private double readyInS;
  private double connectorC = 24;
  private int updates;

  SimulatedEvse(StationSettings settings, int number) {
    this.settings = settings;
    this.number = number;
  }

  void plugIn(Vehicle arrived, String transactionId) {
    vehicle = Optional.of(arrived);
    transaction = transactionId;
    sequence = 0;
    readyInS = READY_S;
  }

  void unplug() {
    vehicle = Optional.empty();
    transaction = "";
    powerW = 0;
    profiles.endTransaction();
  }

  /** A defect that nobody announces: it gives no more than this. */
  void hiddenCap(double capW) {
    hiddenCapW = capW;
  }

  void connectorTemperature(double celsius) {
    connectorC = celsius;
  }

  /** Lets time pass. */
  void step(Instant stationTime, double seconds) {
    double goal = vehicle.map(v -> v.accepts(offered(stationTime))).orElse(0.0);
    readyInS -= seconds;
    goal = readyInS > 0 ? 0 : goal;
    goal = Math.max(-hiddenCapW, Math.min(hiddenCapW, goal));
    double share = Math.min(1, seconds / RESPONSE_S);
    powerW = vehicle.isEmpty() ? 0 : powerW + share * (goal - powerW);
    double flowing = powerW;
    vehicle.ifPresent(v -> v.battery().flow(flowing, seconds));
    importWh += Math.max(0, powerW) * seconds / 3600;
    exportWh += Math.max(0, -powerW) * seconds / 3600;
  }

  private double offered(Instant stationTime) {
    double limit =
        profiles
            .limitW(stationTime, StationSettings.VOLTAGE_V, settings.phases())
            .orElse(settings.unmanagedW());
    lastLimitW = Math.max(-settings.maxDischargeW(), Math.min(settings.maxChargeW(), limit));
    return lastLimitW;
  }

  /** How often a Dynamic profile was updated. */
  public int updates() {
    return updates;
  }

  void updated() {
    updates++;
  }

  HeldProfiles profiles() {
    return profiles;
  }

  public int number() {
    return number;
  }

  public Optional<Vehicle> vehicle() {
    return vehicle;
  }

  String transaction() {
    return transaction;
  }

  int nextSequence() {
    return sequence++;
  }

  /** At the connector, W, positive into the vehicle. */
  public double powerW() {
    return powerW;
  }

  /** What it was told to hold at its last step, W. */
  public double limitW() {
    return lastLimitW;
  }

  public double importWh() {
    return importWh;
  }

  public double exportWh() {
    return exportWh;
  }

  double connectorC() {
    return connectorC;
  }
}
