package io.tidegate.codec.ocpp.json.v201;

import java.util.Optional;

/** What became of a variable that was to be written. */
public record SetVariableResult(
    SetVariableStatus attributeStatus,
    Component component,
    Variable variable,
    Optional<AttributeType> attributeType) {}
