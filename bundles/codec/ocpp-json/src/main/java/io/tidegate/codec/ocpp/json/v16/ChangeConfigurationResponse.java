package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Whether it is set. */
public record ChangeConfigurationResponse(ConfigurationStatus status) implements Response {}
