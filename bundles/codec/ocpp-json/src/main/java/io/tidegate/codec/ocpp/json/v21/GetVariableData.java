package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** A variable to read. */
public record GetVariableData(
    Component component, Variable variable, Optional<AttributeType> attributeType) {}
