package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What we think of a token. */
public record IdTokenInfo(
    AuthorizationStatus status,
    Optional<Stamp> cacheExpiryDateTime,
    OptionalInt chargingPriority,
    Optional<IdToken> groupIdToken,
    List<Integer> evseId) {
  public IdTokenInfo {
    evseId = List.copyOf(evseId);
  }

  /** A standing that says no more. */
  public IdTokenInfo(AuthorizationStatus status) {
    this(status, Optional.empty(), OptionalInt.empty(), Optional.empty(), List.of());
  }
}
