package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;

/** What a vehicle wants of an AC station: Wh, A, V. Whole numbers on 2.0.1. */
public record AcChargingParameters(
    BigDecimal energyAmount,
    BigDecimal evMinCurrent,
    BigDecimal evMaxCurrent,
    BigDecimal evMaxVoltage) {}
