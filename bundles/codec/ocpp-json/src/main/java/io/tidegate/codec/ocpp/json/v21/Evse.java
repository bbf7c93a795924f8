package io.tidegate.codec.ocpp.json.v21;

import java.util.OptionalInt;

/** An EVSE of a station, by its number there. */
public record Evse(int id, OptionalInt connectorId) {}
