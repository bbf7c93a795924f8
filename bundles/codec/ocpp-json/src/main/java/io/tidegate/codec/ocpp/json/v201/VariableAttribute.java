package io.tidegate.codec.ocpp.json.v201;

import java.util.Optional;

/** One value of a variable. */
public record VariableAttribute(
    Optional<AttributeType> type, Optional<String> value, Optional<Mutability> mutability) {}
