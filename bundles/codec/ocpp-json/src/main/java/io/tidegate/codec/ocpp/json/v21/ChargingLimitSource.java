package io.tidegate.codec.ocpp.json.v21;

import java.util.List;

/** Who limits a station besides us; 2.1 lets others be. */
public final class ChargingLimitSource {
  public static final String EMS = "EMS";
  public static final String OTHER = "Other";
  public static final String SO = "SO";
  public static final String CSO = "CSO";

  /** All of them. */
  public static final List<String> ALL = List.of(EMS, OTHER, SO, CSO);

  private ChargingLimitSource() {}
}
