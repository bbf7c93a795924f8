package io.tidegate.codec.ocpp.json.v21;

/** What a signed certificate is for. */
public enum CertificateSigningUse {
  CHARGING_STATION_CERTIFICATE,
  V2G_CERTIFICATE,
  V2G20_CERTIFICATE
}
