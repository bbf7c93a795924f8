package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * When an inverter may return to the grid: V, Hz, s. A default only (R04.FR.14).
 *
 * @param rampRate per cent a second
 */
public record EnterService(
    int priority,
    BigDecimal highVoltage,
    BigDecimal lowVoltage,
    BigDecimal highFreq,
    BigDecimal lowFreq,
    Optional<BigDecimal> delay,
    Optional<BigDecimal> randomDelay,
    Optional<BigDecimal> rampRate) {}
