package io.tidegate.hardware.control.pilot;

import io.tidegate.api.device.PilotState;

/** Lets a state count when it has stood for a while. Not thread-safe; time is handed in. */
final class Debounce {
  private final long nanos;
  private PilotState settled = PilotState.UNKNOWN;
  private PilotState candidate = PilotState.UNKNOWN;
  private long since;

  Debounce(long nanos) {
    this.nanos = nanos;
  }

  /** The state that counts now that this one was seen. */
  PilotState seen(PilotState state, long now) {
    if (state == settled) {
      candidate = state;
    } else if (state != candidate) {
      candidate = state;
      since = now;
    }
    if (candidate != settled && now - since >= nanos) {
      settled = candidate;
    }
    return settled;
  }

  /** The state that counts. */
  PilotState settled() {
    return settled;
  }
}
