package io.tidegate.codec.ocpp.json.v201;

/** What a vehicle wants of an AC station: Wh, A, V. */
public record AcChargingParameters(
    int energyAmount, int evMinCurrent, int evMaxCurrent, int evMaxVoltage) {}
