package io.tidegate.codec.ocpp.json.v21;

/** Which of its interfaces a station uses. */
public enum OcppInterface {
  WIRED0,
  WIRED1,
  WIRED2,
  WIRED3,
  WIRELESS0,
  WIRELESS1,
  WIRELESS2,
  WIRELESS3,
  ANY
}
