package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** A variable to write. */
public record SetVariableData(
    String attributeValue,
    Component component,
    Variable variable,
    Optional<AttributeType> attributeType) {}
