package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Whether it comes, and under which name. */
public record GetLogResponse(LogStatus status, Optional<String> filename) implements Response {}
