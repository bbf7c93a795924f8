package io.tidegate.codec.ocpp.json.v201;

import java.util.OptionalInt;

/** What a vehicle wants of a DC station: A, V, Wh, W, percent. */
public record DcChargingParameters(
    int evMaxCurrent,
    int evMaxVoltage,
    OptionalInt energyAmount,
    OptionalInt evMaxPower,
    OptionalInt stateOfCharge,
    OptionalInt evEnergyCapacity,
    OptionalInt fullSoC,
    OptionalInt bulkSoC) {}
