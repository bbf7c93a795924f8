package io.tidegate.codec.ocpp.json.v21;

/** A droop that a station holds. */
public record FreqDroopGet(
    String id, FreqDroop freqDroop, boolean isDefault, boolean isSuperseded) {}
