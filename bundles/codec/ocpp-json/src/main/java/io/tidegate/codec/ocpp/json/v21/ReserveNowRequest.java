package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Keep an EVSE for a driver (H01).
 *
 * @param connectorType a word of the standard or, on 2.1, another
 */
public record ReserveNowRequest(
    int id,
    Stamp expiryDateTime,
    IdToken idToken,
    OptionalInt evseId,
    Optional<String> connectorType,
    Optional<IdToken> groupIdToken)
    implements Request {}
