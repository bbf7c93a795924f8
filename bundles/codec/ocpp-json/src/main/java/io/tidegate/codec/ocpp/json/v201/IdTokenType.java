package io.tidegate.codec.ocpp.json.v201;

/** Kind of id token. */
public enum IdTokenType {
  CENTRAL,
  EMAID,
  ISO14443,
  ISO15693,
  KEY_CODE,
  LOCAL,
  MAC_ADDRESS,
  NO_AUTHORIZATION
}
