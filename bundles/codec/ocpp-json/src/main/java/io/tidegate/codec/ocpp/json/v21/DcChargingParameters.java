package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/** What a vehicle wants of a DC station: A, V, Wh, W, percent. Whole numbers on 2.0.1. */
public record DcChargingParameters(
    BigDecimal evMaxCurrent,
    BigDecimal evMaxVoltage,
    Optional<BigDecimal> energyAmount,
    Optional<BigDecimal> evMaxPower,
    OptionalInt stateOfCharge,
    Optional<BigDecimal> evEnergyCapacity,
    OptionalInt fullSoC,
    OptionalInt bulkSoC) {}
