package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.SiteInput.Availability;
import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import java.util.Collection;
import java.util.Optional;

/** One word for an EVSE with several connectors, of which at most one is in use. Pure. */
final class Statuses {
  private Statuses() {}

  /** Empty when no connector has reported. */
  static Optional<Availability> availability(EvseEntry entry) {
    Collection<ConnectorStatus> all = entry.connectors().values();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    // In use outranks free, and one connector that works outranks one that does not.
    if (all.contains(ConnectorStatus.OCCUPIED)) {
      return Optional.of(Availability.OCCUPIED);
    }
    if (all.contains(ConnectorStatus.RESERVED)) {
      return Optional.of(Availability.RESERVED);
    }
    if (all.contains(ConnectorStatus.AVAILABLE)) {
      return Optional.of(Availability.AVAILABLE);
    }
    return Optional.of(
        all.contains(ConnectorStatus.FAULTED) ? Availability.FAULTED : Availability.UNAVAILABLE);
  }
}
