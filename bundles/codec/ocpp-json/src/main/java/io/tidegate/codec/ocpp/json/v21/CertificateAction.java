package io.tidegate.codec.ocpp.json.v21;

/** Whether a certificate is new. */
public enum CertificateAction {
  INSTALL,
  UPDATE
}
