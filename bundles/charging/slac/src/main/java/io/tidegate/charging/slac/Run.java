package io.tidegate.charging.slac;

import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far one vehicle's matching is.
 *
 * @param deadline of the phase, ns
 * @param wanted sounds that the vehicle has announced, 1–255
 * @param profiles of the sounds that our modem has measured, all of one width
 * @param sourceId that the vehicle gave with its sounds
 * @param attempt of the message that waits for an answer, from 0
 */
record Run(
    MacAddress vehicle,
    long runId,
    Phase phase,
    long deadline,
    int wanted,
    List<Octets> profiles,
    Octets sourceId,
    int attempt) {

  /** What is waited for. */
  enum Phase {
    START,
    SOUNDS,
    RESPONSE,
    MATCH
  }

  private static final int MOST_DB = 255;

  Run {
    profiles = List.copyOf(profiles);
  }

  static Run asked(MacAddress vehicle, long runId, long now) {
    return new Run(
        vehicle,
        runId,
        Phase.START,
        now + Rules.SEQUENCE_NS,
        0,
        List.of(),
        Octets.zeros(Mme.STATION_ID),
        0);
  }

  boolean is(MacAddress from, long id) {
    return vehicle.equals(from) && runId == id;
  }

  Run to(Phase next, long until, int newAttempt) {
    return new Run(vehicle, runId, next, until, wanted, profiles, sourceId, newAttempt);
  }

  Run sounding(int announced, long now) {
    long until = now + Rules.SOUNDING_NS;
    int sounds = Math.max(1, announced);
    return new Run(vehicle, runId, Phase.SOUNDS, until, sounds, List.of(), sourceId, 0);
  }

  Run heard(Octets sender) {
    return new Run(vehicle, runId, phase, deadline, wanted, profiles, sender, attempt);
  }

  /** One more sound was measured; a profile of another width than the first changes nothing. */
  Run measured(Octets groups) {
    if (groups.length() == 0
        || (!profiles.isEmpty() && groups.length() != profiles.get(0).length())) {
      return this;
    }
    List<Octets> more = new ArrayList<>(profiles);
    more.add(groups);
    return new Run(vehicle, runId, phase, deadline, wanted, more, sourceId, attempt);
  }

  boolean complete() {
    return profiles.size() >= wanted;
  }

  /** Mean of each group, dB, rounded; empty before the first sound. */
  Octets means(double offsetDb) {
    int width = profiles.isEmpty() ? 0 : profiles.get(0).length();
    byte[] means = new byte[width];
    for (int i = 0; i < width; i++) {
      long rounded = Math.round(mean(i) - offsetDb);
      means[i] = (byte) Math.max(0, Math.min(MOST_DB, rounded));
    }
    return Octets.of(means);
  }

  /** Mean over all groups, dB; NaN before the first sound. */
  double attenuationDb(double offsetDb) {
    int width = profiles.isEmpty() ? 0 : profiles.get(0).length();
    return IntStream.range(0, width).mapToDouble(this::mean).average().orElse(Double.NaN)
        - offsetDb;
  }

  private double mean(int group) {
    return profiles.stream().mapToInt(profile -> profile.at(group)).average().orElse(Double.NaN);
  }
}
