package io.tidegate.charging.ocpp.v16;

import io.tidegate.codec.ocpp.json.v16.AuthorizationStatus;
import io.tidegate.codec.ocpp.json.v16.IdTagInfo;
import io.tidegate.codec.ocpp.json.v21.IdToken;
import io.tidegate.codec.ocpp.json.v21.IdTokenInfo;

/** Id tags, which have no type, and what we think of them. Pure. */
final class Tokens {
  /** 1.6 does not say what kind a token is. */
  private static final String UNTYPED = "";

  private Tokens() {}

  static IdToken of(String idTag) {
    return new IdToken(idTag, UNTYPED);
  }

  static IdTagInfo info(IdTokenInfo info) {
    AuthorizationStatus status =
        switch (info.status()) {
          case ACCEPTED -> AuthorizationStatus.ACCEPTED;
          case BLOCKED, NO_CREDIT -> AuthorizationStatus.BLOCKED;
          case EXPIRED -> AuthorizationStatus.EXPIRED;
          case CONCURRENT_TX -> AuthorizationStatus.CONCURRENT_TX;
          default -> AuthorizationStatus.INVALID;
        };
    return new IdTagInfo(
        status,
        info.cacheExpiryDateTime(),
        info.groupIdToken().map(IdToken::idToken).filter(t -> t.length() <= 20));
  }
}
