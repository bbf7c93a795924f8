package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a vehicle's inverter can do for the grid: VA, var, V. The rest is checked and forgotten. */
public record DerChargingParameters(
    List<DerControlType> evSupportedDERControl,
    Optional<BigDecimal> maxApparentPower,
    Optional<BigDecimal> maxChargeReactivePower,
    Optional<BigDecimal> minChargeReactivePower,
    Optional<BigDecimal> maxDischargeReactivePower,
    Optional<BigDecimal> minDischargeReactivePower,
    Optional<BigDecimal> nominalVoltage,
    Optional<BigDecimal> maxNominalVoltage,
    Optional<BigDecimal> minNominalVoltage) {
  public DerChargingParameters {
    evSupportedDERControl = List.copyOf(evSupportedDERControl);
  }
}
