package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/** What a variable may hold. */
public record VariableCharacteristics(
    DataType dataType,
    boolean supportsMonitoring,
    Optional<String> unit,
    Optional<BigDecimal> minLimit,
    Optional<BigDecimal> maxLimit,
    Optional<String> valuesList,
    OptionalInt maxElements) {
  /** Without what a plain station has no use for. */
  public VariableCharacteristics(
      DataType dataType,
      boolean supportsMonitoring,
      Optional<String> unit,
      Optional<BigDecimal> minLimit,
      Optional<BigDecimal> maxLimit,
      Optional<String> valuesList) {
    this(dataType, supportsMonitoring, unit, minLimit, maxLimit, valuesList, OptionalInt.empty());
  }
}
