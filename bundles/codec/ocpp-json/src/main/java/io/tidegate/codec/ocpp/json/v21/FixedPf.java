package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A fixed power factor.
 *
 * @param displacement between 0 and 1
 * @param excitation true: under-excited
 */
public record FixedPf(
    int priority,
    BigDecimal displacement,
    boolean excitation,
    Optional<Stamp> startTime,
    Optional<BigDecimal> duration) {}
