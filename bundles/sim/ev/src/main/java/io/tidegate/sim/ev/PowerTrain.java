package io.tidegate.sim.ev;

import io.tidegate.sim.ev.VehicleProfile.Energy;
import io.tidegate.sim.ev.VehicleProfile.Limits;

/**
 * The vehicle's power side: battery, own contactor, on-board charger. On the vehicle's event loop.
 */
final class PowerTrain {
  /** What a vehicle says that claims limits beyond any hardware. */
  private static final double HUGE = 1_000;

  private final VehicleProfile profile;
  private final Battery battery;
  private final Plug plug;
  private long fed = System.nanoTime();
  private boolean connected;

  PowerTrain(VehicleProfile profile, Battery battery, Plug plug) {
    this.profile = profile;
    this.battery = battery;
    this.plug = plug;
  }

  Battery battery() {
    return battery;
  }

  /** The most that it takes now, W. */
  double maxChargeW() {
    return limits().maxChargeW() * battery.takes() * claim();
  }

  /** The most that it gives now, W, a magnitude. */
  double maxDischargeW() {
    return limits().maxDischargeW() * battery.gives() * claim();
  }

  double maxChargeA() {
    return limits().maxChargeA() * battery.takes() * claim();
  }

  double maxDischargeA() {
    return limits().maxDischargeA() * battery.gives() * claim();
  }

  private double claim() {
    return profile.oddities().claimsHugeLimits() ? HUGE : 1;
  }

  Limits limits() {
    return profile.limits();
  }

  /** Measures, and lets what has flowed meanwhile into the battery. */
  Plug.Reading feel() {
    long now = System.nanoTime();
    Plug.Reading felt = plug.reading();
    if (connected && felt.contactorClosed() && !Double.isNaN(felt.watts())) {
      battery.flow(felt.watts(), (now - fed) / 1e9);
    }
    fed = now;
    if (connected && profile.energy() == Energy.DC) {
      plug.battery(battery.openV(), battery.ohms());
    }
    return felt;
  }

  void ready() {
    plug.pilot(Plug.Pilot.C);
  }

  void notReady() {
    plug.pilot(Plug.Pilot.B);
  }

  /** DC: closes the own contactor. AC: the charger may take power. */
  void connect() {
    if (connected) {
      return;
    }
    connected = true;
    fed = System.nanoTime();
    if (profile.energy() == Energy.DC) {
      plug.battery(battery.openV(), battery.ohms());
    }
  }

  void disconnect() {
    feel();
    connected = false;
    if (profile.energy() == Energy.DC) {
      plug.isolate();
    } else {
      plug.draw(0);
    }
  }

  /** Pulls the plug as it is. */
  void pull() {
    plug.pilot(Plug.Pilot.A);
    disconnect();
  }

  /**
   * AC: follows a target, within what it can.
   *
   * @param watts signed
   */
  void follow(double watts) {
    if (profile.energy() == Energy.AC && connected) {
      double within = Math.max(-maxDischargeW(), Math.min(maxChargeW(), watts));
      double wanted = profile.oddities().ignoresLimits() ? limits().maxChargeW() : within;
      plug.draw(Math.abs(wanted) < limits().minChargeW() ? 0 : wanted);
    }
  }
}
