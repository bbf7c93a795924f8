package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** What became of a variable that was to be written. */
public record SetVariableResult(
    SetVariableStatus attributeStatus,
    Component component,
    Variable variable,
    Optional<AttributeType> attributeType,
    Optional<StatusInfo> attributeStatusInfo) {
  /** Without what a plain station has no use for. */
  public SetVariableResult(
      SetVariableStatus attributeStatus,
      Component component,
      Variable variable,
      Optional<AttributeType> attributeType) {
    this(attributeStatus, component, variable, attributeType, Optional.empty());
  }
}
