package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.v21.AuthorizationStatus;
import io.tidegate.codec.ocpp.json.v21.IdToken;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Says what an id token may do (block C): the file decides, unless every token may. */
final class Authorisation {
  private final IdTokens tokens;
  private final Supplier<DialectSettings> settings;

  Authorisation(IdTokens tokens, Supplier<DialectSettings> settings) {
    this.tokens = tokens;
    this.settings = settings;
  }

  CompletionStage<AuthorizationStatus> of(IdToken token) {
    if (settings.get().anyToken()) {
      return CompletableFuture.completedStage(AuthorizationStatus.ACCEPTED);
    }
    return tokens
        .knows(token)
        .thenApply(known -> known ? AuthorizationStatus.ACCEPTED : AuthorizationStatus.INVALID);
  }
}
