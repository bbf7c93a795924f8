package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** A variable of a component. */
public record Variable(String name, Optional<String> instance) {}
