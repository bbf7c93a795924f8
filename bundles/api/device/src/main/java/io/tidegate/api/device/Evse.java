package io.tidegate.api.device;

import io.tidegate.api.quantity.EvseId;

/** An EVSE that a driver of ours controls directly. */
public interface Evse extends Device {
  EvseId id();
}
