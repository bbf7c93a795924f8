package io.tidegate.api.vehicle;

/**
 * Knows the quirks of makes of vehicles. A service that may come, go and be replaced at any time.
 * Any thread, never blocks.
 */
@FunctionalInterface
public interface VehicleQuirkBook {
  /** Those of all descriptors that fit, the later ones winning; {@link VehicleQuirks#NONE}. */
  VehicleQuirks of(VehicleMake make);

  /**
   * A vehicle as far as it is known.
   *
   * @param evccId its own name for itself: often the MAC address of its modem; empty when unknown
   * @param namespaces the protocols that it offered, by falling preference
   * @param certificateSubject of its TLS certificate; empty when it presented none
   */
  record VehicleMake(String evccId, java.util.List<String> namespaces, String certificateSubject) {
    public VehicleMake {
      namespaces = java.util.List.copyOf(namespaces);
    }
  }
}
