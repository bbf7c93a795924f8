package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** An entry of the local list; without standing it is to be removed. */
public record AuthorizationData(IdToken idToken, Optional<IdTokenInfo> idTokenInfo) {}
