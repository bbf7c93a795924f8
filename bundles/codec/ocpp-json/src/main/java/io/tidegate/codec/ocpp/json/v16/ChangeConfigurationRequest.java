package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Set a key. */
public record ChangeConfigurationRequest(String key, String value) implements Request {}
