package io.tidegate.codec.ocpp.json.v21;

/** Kind of private network. */
public enum VpnType {
  IKEV2,
  IPSEC,
  L2TP,
  PPTP
}
