package io.tidegate.codec.ocpp.json.v21;

/** A power factor that a station holds. */
public record FixedPfGet(String id, FixedPf fixedPF, boolean isDefault, boolean isSuperseded) {}
