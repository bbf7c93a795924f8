package io.tidegate.codec.ocpp.json.v21;

/** A discharge limit that a station holds. */
public record LimitMaxDischargeGet(
    String id, LimitMaxDischarge limitMaxDischarge, boolean isDefault, boolean isSuperseded) {}
