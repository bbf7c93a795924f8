package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Limits of a vehicle for both directions, as it gave them by ISO 15118-20: W in all and by phase,
 * A, V, Wh.
 *
 * <p>Energy requests may be negative: so much may be taken.
 */
public record V2xChargingParameters(
    Optional<BigDecimal> minChargePower,
    Optional<BigDecimal> minChargePowerL2,
    Optional<BigDecimal> minChargePowerL3,
    Optional<BigDecimal> maxChargePower,
    Optional<BigDecimal> maxChargePowerL2,
    Optional<BigDecimal> maxChargePowerL3,
    Optional<BigDecimal> minDischargePower,
    Optional<BigDecimal> minDischargePowerL2,
    Optional<BigDecimal> minDischargePowerL3,
    Optional<BigDecimal> maxDischargePower,
    Optional<BigDecimal> maxDischargePowerL2,
    Optional<BigDecimal> maxDischargePowerL3,
    Optional<BigDecimal> minChargeCurrent,
    Optional<BigDecimal> maxChargeCurrent,
    Optional<BigDecimal> minDischargeCurrent,
    Optional<BigDecimal> maxDischargeCurrent,
    Optional<BigDecimal> minVoltage,
    Optional<BigDecimal> maxVoltage,
    Optional<BigDecimal> evTargetEnergyRequest,
    Optional<BigDecimal> evMinEnergyRequest,
    Optional<BigDecimal> evMaxEnergyRequest,
    Optional<BigDecimal> evMinV2XEnergyRequest,
    Optional<BigDecimal> evMaxV2XEnergyRequest,
    OptionalInt targetSoC) {}
