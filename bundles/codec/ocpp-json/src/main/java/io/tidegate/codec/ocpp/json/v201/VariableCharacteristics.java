package io.tidegate.codec.ocpp.json.v201;

import java.math.BigDecimal;
import java.util.Optional;

/** What a variable may hold. */
public record VariableCharacteristics(
    DataType dataType,
    boolean supportsMonitoring,
    Optional<String> unit,
    Optional<BigDecimal> minLimit,
    Optional<BigDecimal> maxLimit,
    Optional<String> valuesList) {}
