package io.tidegate.codec.ocpp.json;

/** Payload of a CALL. Implemented by records named after their action, {@code <Action>Request}. */
public interface Request {}
