package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** A variable that was read. */
public record GetVariableResult(
    GetVariableStatus attributeStatus,
    Component component,
    Variable variable,
    Optional<AttributeType> attributeType,
    Optional<String> attributeValue,
    Optional<StatusInfo> attributeStatusInfo) {
  /** Without what a plain station has no use for. */
  public GetVariableResult(
      GetVariableStatus attributeStatus,
      Component component,
      Variable variable,
      Optional<AttributeType> attributeType,
      Optional<String> attributeValue) {
    this(attributeStatus, component, variable, attributeType, attributeValue, Optional.empty());
  }
}
