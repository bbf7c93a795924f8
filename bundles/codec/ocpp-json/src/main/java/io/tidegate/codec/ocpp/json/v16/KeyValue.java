package io.tidegate.codec.ocpp.json.v16;

import java.util.Optional;

/** A configuration key. */
public record KeyValue(String key, boolean readonly, Optional<String> value) {}
