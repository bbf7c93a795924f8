package io.tidegate.codec.ocpp.json.v21;

/** Standing of a contract certificate. */
public enum AuthorizeCertificateStatus {
  ACCEPTED,
  SIGNATURE_ERROR,
  CERTIFICATE_EXPIRED,
  CERTIFICATE_REVOKED,
  NO_CERTIFICATE_AVAILABLE,
  CERT_CHAIN_ERROR,
  CONTRACT_CANCELLED
}
