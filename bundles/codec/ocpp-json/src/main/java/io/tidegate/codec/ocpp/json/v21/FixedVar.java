package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Fixed reactive power.
 *
 * @param setpoint in the unit
 */
public record FixedVar(
    int priority,
    BigDecimal setpoint,
    DerUnit unit,
    Optional<Stamp> startTime,
    Optional<BigDecimal> duration) {}
