package io.tidegate.codec.ocpp.json.v21;

/** Who knows of a certificate. */
public enum CertificateStatusSource {
  CRL,
  OCSP
}
