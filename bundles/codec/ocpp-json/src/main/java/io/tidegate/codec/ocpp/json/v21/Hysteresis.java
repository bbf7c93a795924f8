package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How a curve is left again.
 *
 * @param hysteresisDelay s
 * @param hysteresisGradient per cent a second
 */
public record Hysteresis(
    Optional<BigDecimal> hysteresisHigh,
    Optional<BigDecimal> hysteresisLow,
    Optional<BigDecimal> hysteresisDelay,
    Optional<BigDecimal> hysteresisGradient) {}
