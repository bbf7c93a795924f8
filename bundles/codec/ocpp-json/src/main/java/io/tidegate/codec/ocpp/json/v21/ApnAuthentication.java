package io.tidegate.codec.ocpp.json.v21;

/** How a mobile network is entered. */
public enum ApnAuthentication {
  CHAP,
  NONE,
  PAP,
  AUTO
}
