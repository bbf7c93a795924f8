package io.tidegate.codec.ocpp.json.v201;

/** How a vehicle is charged. 2.0.1 knows no bidirectional mode. */
public enum EnergyTransferMode {
  DC,
  AC_SINGLE_PHASE,
  AC_TWO_PHASE,
  AC_THREE_PHASE
}
