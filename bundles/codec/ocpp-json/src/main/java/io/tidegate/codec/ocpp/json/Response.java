package io.tidegate.codec.ocpp.json;

/** Payload of a CALLRESULT. Implemented by records named {@code <Action>Response}. */
public interface Response {}
