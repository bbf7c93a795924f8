package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** A station has booted. */
public record BootNotificationRequest(
    String chargePointVendor,
    String chargePointModel,
    Optional<String> chargePointSerialNumber,
    Optional<String> chargeBoxSerialNumber,
    Optional<String> firmwareVersion,
    Optional<String> iccid,
    Optional<String> imsi,
    Optional<String> meterType,
    Optional<String> meterSerialNumber)
    implements Request {}
