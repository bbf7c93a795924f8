package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.TokenBook.Standing;
import io.tidegate.api.control.TokenBook.Verdict;
import io.tidegate.codec.ocpp.json.v21.AuthorizationStatus;
import io.tidegate.codec.ocpp.json.v21.IdToken;
import io.tidegate.codec.ocpp.json.v21.IdTokenInfo;
import io.tidegate.codec.ocpp.json.v21.IdTokenType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Says what an id token may do (block C): whoever keeps a local list and reservations first, then
 * the file, unless every token may.
 */
final class Authorisation {
  private final IdTokens tokens;
  private final Supplier<DialectSettings> settings;
  private final Ears ears;

  Authorisation(IdTokens tokens, Supplier<DialectSettings> settings, Ears ears) {
    this.tokens = tokens;
    this.settings = settings;
    this.ears = ears;
  }

  /**
   * What it may do there.
   *
   * @param evse 0 while nobody knows where
   */
  CompletionStage<IdTokenInfo> of(Line line, int evse, IdToken token, OptionalInt reservation) {
    Optional<Standing> known =
        ears.standing(line.station(), evse, token.idToken(), token.type(), reservation);
    return known.isPresent()
        ? CompletableFuture.completedStage(info(known.get()))
        : listed(token).thenApply(IdTokenInfo::new);
  }

  private CompletionStage<AuthorizationStatus> listed(IdToken token) {
    if (settings.get().anyToken()) {
      return CompletableFuture.completedStage(AuthorizationStatus.ACCEPTED);
    }
    return tokens
        .knows(token)
        .thenApply(known -> known ? AuthorizationStatus.ACCEPTED : AuthorizationStatus.INVALID);
  }

  private static IdTokenInfo info(Standing standing) {
    return new IdTokenInfo(
        status(standing.verdict()),
        Optional.empty(),
        OptionalInt.empty(),
        standing.group().map(group -> new IdToken(group, IdTokenType.CENTRAL)),
        List.of());
  }

  private static AuthorizationStatus status(Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED -> AuthorizationStatus.ACCEPTED;
      case BLOCKED -> AuthorizationStatus.BLOCKED;
      case EXPIRED -> AuthorizationStatus.EXPIRED;
      case INVALID -> AuthorizationStatus.INVALID;
      case NOT_AT_THIS_TIME -> AuthorizationStatus.NOT_AT_THIS_TIME;
    };
  }
}
