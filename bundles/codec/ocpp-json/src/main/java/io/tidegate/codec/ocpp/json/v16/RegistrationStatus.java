package io.tidegate.codec.ocpp.json.v16;

/** Answer to a boot. */
public enum RegistrationStatus {
  ACCEPTED,
  PENDING,
  REJECTED
}
