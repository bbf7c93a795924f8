package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** One value of a variable. */
public record VariableAttribute(
    Optional<AttributeType> type,
    Optional<String> value,
    Optional<Mutability> mutability,
    Optional<Boolean> persistent,
    Optional<Boolean> constant) {
  /** Without what a plain station has no use for. */
  public VariableAttribute(
      Optional<AttributeType> type, Optional<String> value, Optional<Mutability> mutability) {
    this(type, value, mutability, Optional.empty(), Optional.empty());
  }
}
