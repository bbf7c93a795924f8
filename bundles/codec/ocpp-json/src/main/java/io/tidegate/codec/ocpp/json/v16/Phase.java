package io.tidegate.codec.ocpp.json.v16;

/** Where a value was measured between; absent: over all phases. */
public enum Phase {
  L1,
  L2,
  L3,
  N,
  L1_N,
  L2_N,
  L3_N,
  L1_L2,
  L2_L3,
  L3_L1
}
