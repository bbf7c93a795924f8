package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** Under which name, if any. */
public record GetDiagnosticsResponse(Optional<String> fileName) implements Response {}
