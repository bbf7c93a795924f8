package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/** Restart (B11). */
public record ResetRequest(ResetType type, OptionalInt evseId) implements Request {}
