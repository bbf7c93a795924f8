package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;
import java.util.OptionalInt;

/** Start a transaction. */
public record RemoteStartTransactionRequest(
    String idTag, OptionalInt connectorId, Optional<ChargingProfile> chargingProfile)
    implements Request {}
