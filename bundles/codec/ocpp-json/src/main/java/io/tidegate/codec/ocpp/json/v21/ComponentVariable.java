package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** A variable, or all of a component. */
public record ComponentVariable(Component component, Optional<Variable> variable) {}
