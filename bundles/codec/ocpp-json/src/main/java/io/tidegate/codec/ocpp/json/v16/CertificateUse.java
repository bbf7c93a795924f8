package io.tidegate.codec.ocpp.json.v16;

/** What a root certificate is for. */
public enum CertificateUse {
  CENTRAL_SYSTEM_ROOT_CERTIFICATE,
  MANUFACTURER_ROOT_CERTIFICATE
}
