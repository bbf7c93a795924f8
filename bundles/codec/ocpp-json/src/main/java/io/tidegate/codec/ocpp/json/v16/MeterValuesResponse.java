package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Taken. */
public record MeterValuesResponse() implements Response {}
