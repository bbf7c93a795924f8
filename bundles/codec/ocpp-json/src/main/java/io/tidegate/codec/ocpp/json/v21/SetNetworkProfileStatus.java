package io.tidegate.codec.ocpp.json.v21;

/** Whether a network profile is kept. */
public enum SetNetworkProfileStatus {
  ACCEPTED,
  REJECTED,
  FAILED
}
