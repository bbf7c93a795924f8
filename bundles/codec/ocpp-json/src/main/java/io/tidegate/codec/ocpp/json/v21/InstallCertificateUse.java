package io.tidegate.codec.ocpp.json.v21;

/** What a root certificate is for. */
public enum InstallCertificateUse {
  V2G_ROOT_CERTIFICATE,
  MO_ROOT_CERTIFICATE,
  CSMS_ROOT_CERTIFICATE,
  MANUFACTURER_ROOT_CERTIFICATE,
  OEM_ROOT_CERTIFICATE
}
