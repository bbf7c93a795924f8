package io.tidegate.codec.ocpp.json.v21;

/** How a vehicle is charged; BPT is bidirectional, and 2.0.1 knows only the first four. */
public enum EnergyTransferMode {
  DC,
  AC_SINGLE_PHASE,
  AC_TWO_PHASE,
  AC_THREE_PHASE,
  AC_BPT,
  AC_BPT_DER,
  AC_DER,
  DC_BPT,
  DC_ACDP,
  DC_ACDP_BPT,
  WPT
}
