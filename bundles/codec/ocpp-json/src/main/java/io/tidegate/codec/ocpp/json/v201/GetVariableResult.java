package io.tidegate.codec.ocpp.json.v201;

import java.util.Optional;

/** A variable that was read. */
public record GetVariableResult(
    GetVariableStatus attributeStatus,
    Component component,
    Variable variable,
    Optional<AttributeType> attributeType,
    Optional<String> attributeValue) {}
