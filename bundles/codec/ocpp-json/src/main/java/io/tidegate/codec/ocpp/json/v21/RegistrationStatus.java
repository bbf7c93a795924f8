package io.tidegate.codec.ocpp.json.v21;

/** Answer to a boot (block B). */
public enum RegistrationStatus {
  ACCEPTED,
  PENDING,
  REJECTED
}
