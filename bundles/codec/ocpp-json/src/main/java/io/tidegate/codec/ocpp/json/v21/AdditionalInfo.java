package io.tidegate.codec.ocpp.json.v21;

/** More to identify a driver with. */
public record AdditionalInfo(String additionalIdToken, String type) {}
