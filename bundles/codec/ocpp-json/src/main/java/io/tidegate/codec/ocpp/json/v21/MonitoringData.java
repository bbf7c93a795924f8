package io.tidegate.codec.ocpp.json.v21;

import java.util.List;

/** The monitors of a variable. */
public record MonitoringData(
    Component component, Variable variable, List<VariableMonitoring> variableMonitoring) {
  public MonitoringData {
    variableMonitoring = List.copyOf(variableMonitoring);
  }
}
