package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * New values for the one period of a Dynamic profile; what is absent stays as it is (K28).
 *
 * @param dischargeLimit never positive
 * @param setpoint negative: out of the vehicle
 * @param setpointReactive var
 */
public record ChargingScheduleUpdate(
    Optional<BigDecimal> limit,
    Optional<BigDecimal> dischargeLimit,
    Optional<BigDecimal> setpoint,
    Optional<BigDecimal> setpointReactive,
    Optional<BigDecimal> limitL2,
    Optional<BigDecimal> limitL3,
    Optional<BigDecimal> dischargeLimitL2,
    Optional<BigDecimal> dischargeLimitL3,
    Optional<BigDecimal> setpointL2,
    Optional<BigDecimal> setpointL3,
    Optional<BigDecimal> setpointReactiveL2,
    Optional<BigDecimal> setpointReactiveL3) {}
