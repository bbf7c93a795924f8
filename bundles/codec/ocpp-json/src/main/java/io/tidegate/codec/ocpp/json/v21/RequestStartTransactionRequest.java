package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;
import java.util.OptionalInt;

/** Start a transaction (F01). */
public record RequestStartTransactionRequest(
    OptionalInt evseId,
    int remoteStartId,
    IdToken idToken,
    Optional<ChargingProfile> chargingProfile,
    Optional<IdToken> groupIdToken)
    implements Request {
  /** Without what a plain station has no use for. */
  public RequestStartTransactionRequest(
      OptionalInt evseId,
      int remoteStartId,
      IdToken idToken,
      Optional<ChargingProfile> chargingProfile) {
    this(evseId, remoteStartId, idToken, chargingProfile, Optional.empty());
  }
}
