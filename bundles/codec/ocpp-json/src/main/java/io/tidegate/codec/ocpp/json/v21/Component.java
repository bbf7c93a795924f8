package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** A part of a station in its device model. */
public record Component(String name, Optional<String> instance, Optional<Evse> evse) {}
