package io.tidegate.codec.ocpp.json.v21;

/** Whether a certificate may be trusted. */
public enum CertificateState {
  GOOD,
  REVOKED,
  UNKNOWN,
  FAILED
}
