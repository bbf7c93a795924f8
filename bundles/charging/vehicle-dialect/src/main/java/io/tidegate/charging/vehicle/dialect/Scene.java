package io.tidegate.charging.vehicle.dialect;

import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.VehiclePeer;
import io.tidegate.api.vehicle.VehicleQuirks;

/** All that a machine sees beside its state and the event, as of this moment. Immutable. */
public record Scene(VehiclePeer peer, EvseRating rating, EvseView view, VehicleQuirks quirks) {

  /** The monotonic clock, ns. */
  public long now() {
    return view.nanos();
  }
}
