package io.tidegate.codec.ocpp.json.v21;

import java.util.List;
import java.util.Optional;

/** A variable in a report. */
public record ReportData(
    Component component,
    Variable variable,
    List<VariableAttribute> variableAttribute,
    Optional<VariableCharacteristics> variableCharacteristics) {
  public ReportData {
    variableAttribute = List.copyOf(variableAttribute);
  }
}
