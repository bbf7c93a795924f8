package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;
import java.util.OptionalInt;

/** Those. */
public record GetCompositeScheduleResponse(
    GenericStatus status,
    OptionalInt connectorId,
    Optional<Stamp> scheduleStart,
    Optional<ChargingSchedule> chargingSchedule)
    implements Response {}
