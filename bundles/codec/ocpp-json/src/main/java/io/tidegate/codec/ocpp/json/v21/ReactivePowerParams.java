package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * More on a VoltVar curve.
 *
 * @param vRef per cent of nominal
 * @param autonomousVRefTimeConstant s
 */
public record ReactivePowerParams(
    Optional<BigDecimal> vRef,
    Optional<Boolean> autonomousVRefEnable,
    Optional<BigDecimal> autonomousVRefTimeConstant) {}
