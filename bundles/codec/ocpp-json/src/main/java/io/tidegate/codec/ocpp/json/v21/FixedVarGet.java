package io.tidegate.codec.ocpp.json.v21;

/** Reactive power that a station holds. */
public record FixedVarGet(String id, FixedVar fixedVar, boolean isDefault, boolean isSuperseded) {}
