package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** The station by its own word. */
public record ChargingStation(
    String model,
    String vendorName,
    Optional<String> serialNumber,
    Optional<String> firmwareVersion,
    Optional<Modem> modem) {}
