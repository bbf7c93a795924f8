package io.tidegate.charging.ocpp.dialect;

import java.util.Set;

/**
 * What a station has said that it can do, by its variables (2.1 part 2 §Q, K28); nothing until it
 * has answered.
 *
 * @param answered it has; another version of the dialect need not ask again
 * @param dynamicProfiles it takes Dynamic profiles and updates of them (K01.FR.121)
 * @param v2x false when it has said that it cannot discharge now
 * @param modes operation modes by their names on the wire; empty when it has not named them: every
 *     V2X station has ChargingOnly, CentralSetpoint and CentralFrequency (Q01.FR.31)
 * @param units that it takes limits in, as it lists them; empty when it has not
 */
record Abilities(
    boolean answered, boolean dynamicProfiles, boolean v2x, Set<String> modes, String units) {
  static final Abilities UNKNOWN = new Abilities(false, false, true, Set.of(), "");

  Abilities {
    modes = Set.copyOf(modes);
  }

  /** The answer has come, whatever it says. */
  Abilities asked() {
    return new Abilities(true, dynamicProfiles, v2x, modes, units);
  }

  Abilities units(String newer) {
    return new Abilities(answered, dynamicProfiles, v2x, modes, newer);
  }

  Abilities dynamicProfiles(boolean newer) {
    return new Abilities(answered, newer, v2x, modes, units);
  }

  Abilities v2x(boolean newer) {
    return new Abilities(answered, dynamicProfiles, newer, modes, units);
  }

  Abilities modes(Set<String> newer) {
    return new Abilities(answered, dynamicProfiles, v2x, newer, units);
  }

  boolean centralSetpoint() {
    return v2x && (modes.isEmpty() || modes.contains("CentralSetpoint"));
  }

  boolean idle() {
    return modes.contains("Idle");
  }
}
