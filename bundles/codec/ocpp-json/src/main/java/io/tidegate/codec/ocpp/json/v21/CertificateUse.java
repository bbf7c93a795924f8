package io.tidegate.codec.ocpp.json.v21;

/** What an installed certificate is for. */
public enum CertificateUse {
  V2G_ROOT_CERTIFICATE,
  MO_ROOT_CERTIFICATE,
  CSMS_ROOT_CERTIFICATE,
  V2G_CERTIFICATE_CHAIN,
  MANUFACTURER_ROOT_CERTIFICATE,
  OEM_ROOT_CERTIFICATE
}
