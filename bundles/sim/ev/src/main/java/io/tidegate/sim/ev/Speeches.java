package io.tidegate.sim.ev;

import io.tidegate.sim.ev.VehicleProfile.Offer;
import java.util.Optional;

/** The standards that a vehicle speaks. */
final class Speeches {
  private final VehicleProfile profile;
  private final Credentials credentials;
  private final PowerTrain power;
  private final Course course;
  private final Resumption earlier;

  Speeches(
      VehicleProfile profile,
      Credentials credentials,
      PowerTrain power,
      Course course,
      Resumption earlier) {
    this.profile = profile;
    this.credentials = credentials;
    this.power = power;
    this.course = course;
    this.earlier = earlier;
  }

  /** The one of an offer that the station has chosen. */
  Optional<Speech> of(Offer chosen) {
    String namespace = chosen.namespace();
    if (namespace.startsWith("urn:iso:std:iso:15118:-20:")) {
      return Optional.of(new Speech20(profile, credentials, power, course, earlier));
    }
    if (namespace.equals(Offer.PART2.namespace())) {
      return Optional.of(new Speech2(profile, credentials, power, course, earlier));
    }
    if (namespace.equals(Offer.DIN.namespace())) {
      return Optional.of(new SpeechDin(profile, power, course));
    }
    return Optional.empty();
  }

  /** Whether TLS has to be 1.3 with the vehicle's certificate. */
  boolean mutual() {
    return profile.offers().stream()
        .anyMatch(offer -> offer.namespace().startsWith("urn:iso:std:iso:15118:-20:"));
  }
}
