package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.PowerSlot;
import io.tidegate.charging.vehicle.classic.Ask.PowerDelivery.Stretch;
import java.util.ArrayList;
import java.util.List;

/** Power profiles of vehicles (ChargingProfile). */
final class Profiles {
  private static final long DAY_S = 86_400;

  /** Rounding of what was told and of what comes back. */
  private static final double TOLERANCE = 1.01;

  private Profiles() {}

  /** What is wrong with a profile beside the schedule; empty: nothing. */
  static String flaw(List<Stretch> profile, List<Plan.Power> schedule) {
    long last = -1;
    for (int i = 0; i < profile.size(); i++) {
      Stretch stretch = profile.get(i);
      if (stretch.startS() <= last) {
        return "the vehicle's profile goes back in time at " + stretch.startS() + " s";
      }
      last = stretch.startS();
      long end = i + 1 < profile.size() ? profile.get(i + 1).startS() : DAY_S;
      for (Plan.Power power : schedule) {
        boolean overlaps =
            power.startS() < end && stretch.startS() < power.startS() + power.durationS();
        if (overlaps && stretch.watts() > power.watts() * TOLERANCE + 1) {
          return "the vehicle means to take "
              + stretch.watts()
              + " W where the schedule has "
              + power.watts()
              + " W";
        }
      }
    }
    return "";
  }

  /** The same for the EVSE. */
  static EvseAction.Profile of(List<Stretch> profile) {
    List<PowerSlot> slots = new ArrayList<>();
    for (int i = 0; i < profile.size(); i++) {
      Stretch stretch = profile.get(i);
      long end = i + 1 < profile.size() ? profile.get(i + 1).startS() : stretch.startS() + DAY_S;
      if (end > stretch.startS()) {
        slots.add(new PowerSlot(end - stretch.startS(), Math.max(0, stretch.watts()), 0));
      }
    }
    return new EvseAction.Profile(slots);
  }
}
