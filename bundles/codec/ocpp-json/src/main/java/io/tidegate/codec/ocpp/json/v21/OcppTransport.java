package io.tidegate.codec.ocpp.json.v21;

/** JSON, or the SOAP of old. */
public enum OcppTransport {
  JSON,
  SOAP
}
