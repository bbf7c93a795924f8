package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;
import java.util.Optional;

/**
 * What a vehicle needs (K15, Q01).
 *
 * @param availableEnergyTransfer modes that it could do besides the one it asks for
 */
public record ChargingNeeds(
    EnergyTransferMode requestedEnergyTransfer,
    Optional<Stamp> departureTime,
    Optional<AcChargingParameters> acChargingParameters,
    Optional<DcChargingParameters> dcChargingParameters,
    Optional<V2xChargingParameters> v2xChargingParameters,
    Optional<DerChargingParameters> derChargingParameters,
    List<EnergyTransferMode> availableEnergyTransfer,
    Optional<ControlMode> controlMode,
    Optional<MobilityNeedsMode> mobilityNeedsMode,
    Optional<CustomData> customData) {
  public ChargingNeeds {
    availableEnergyTransfer = List.copyOf(availableEnergyTransfer);
  }

  /** Without what a plain station has no use for. */
  public ChargingNeeds(
      EnergyTransferMode requestedEnergyTransfer,
      Optional<Stamp> departureTime,
      Optional<AcChargingParameters> acChargingParameters,
      Optional<DcChargingParameters> dcChargingParameters,
      Optional<CustomData> customData) {
    this(
        requestedEnergyTransfer,
        departureTime,
        acChargingParameters,
        dcChargingParameters,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        customData);
  }
}
