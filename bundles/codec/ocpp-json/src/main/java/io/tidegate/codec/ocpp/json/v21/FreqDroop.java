package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;
import java.math.BigDecimal;
import java.util.Optional;

/** Active power that follows the frequency: Hz, droop per unit, s. */
public record FreqDroop(
    int priority,
    BigDecimal overFreq,
    BigDecimal underFreq,
    BigDecimal overDroop,
    BigDecimal underDroop,
    BigDecimal responseTime,
    Optional<Stamp> startTime,
    Optional<BigDecimal> duration) {}
