package io.tidegate.charging.ocpp.dialect;

import java.util.Set;

/**
 * What a station has said that it can do, by its variables (2.1 part 2 §Q, K28); nothing until it
 * has answered.
 *
 * @param dynamicProfiles it takes Dynamic profiles and updates of them (K01.FR.121)
 * @param v2x false when it has said that it cannot discharge now
 * @param modes operation modes by their names on the wire; empty when it has not named them: every
 *     V2X station has ChargingOnly, CentralSetpoint and CentralFrequency (Q01.FR.31)
 */
record Abilities(boolean dynamicProfiles, boolean v2x, Set<String> modes) {
  static final Abilities UNKNOWN = new Abilities(false, true, Set.of());

  Abilities {
    modes = Set.copyOf(modes);
  }

  Abilities dynamicProfiles(boolean newer) {
    return new Abilities(newer, v2x, modes);
  }

  Abilities v2x(boolean newer) {
    return new Abilities(dynamicProfiles, newer, modes);
  }

  Abilities modes(Set<String> newer) {
    return new Abilities(dynamicProfiles, v2x, newer);
  }

  boolean centralSetpoint() {
    return v2x && (modes.isEmpty() || modes.contains("CentralSetpoint"));
  }

  boolean idle() {
    return modes.contains("Idle");
  }
}
