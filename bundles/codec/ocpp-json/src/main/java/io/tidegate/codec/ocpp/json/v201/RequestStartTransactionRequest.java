package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;
import java.util.OptionalInt;

/** Start a transaction (F01). */
public record RequestStartTransactionRequest(
    OptionalInt evseId,
    int remoteStartId,
    IdToken idToken,
    Optional<ChargingProfile> chargingProfile)
    implements Request {}
