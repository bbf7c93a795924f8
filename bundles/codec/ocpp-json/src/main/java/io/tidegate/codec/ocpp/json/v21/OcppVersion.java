package io.tidegate.codec.ocpp.json.v21;

/** A version of OCPP. */
public enum OcppVersion {
  OCPP12,
  OCPP15,
  OCPP16,
  OCPP20,
  OCPP201,
  OCPP21
}
