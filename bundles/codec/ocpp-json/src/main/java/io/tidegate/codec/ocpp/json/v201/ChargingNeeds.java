package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;

/** What a vehicle needs (K15). */
public record ChargingNeeds(
    EnergyTransferMode requestedEnergyTransfer,
    Optional<Stamp> departureTime,
    Optional<AcChargingParameters> acChargingParameters,
    Optional<DcChargingParameters> dcChargingParameters,
    Optional<CustomData> customData) {}
