package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Those. */
public record GetCompositeScheduleResponse(
    GenericStatus status, Optional<CompositeSchedule> schedule, Optional<StatusInfo> statusInfo)
    implements Response {}
