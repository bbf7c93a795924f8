package io.tidegate.codec.ocpp.json.v21;

/** Whether it could be had. */
public enum RetrievalStatus {
  ACCEPTED,
  FAILED
}
