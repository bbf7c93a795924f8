package io.tidegate.codec.ocpp.json.v21;

/** Which components. */
public enum ComponentCriterion {
  ACTIVE,
  AVAILABLE,
  ENABLED,
  PROBLEM
}
