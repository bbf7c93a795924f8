package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;
import java.util.OptionalInt;

/** A mobile network. The password is never to be logged. */
public record Apn(
    String apn,
    Optional<String> apnUserName,
    Optional<String> apnPassword,
    OptionalInt simPin,
    Optional<String> preferredNetwork,
    Optional<Boolean> useOnlyPreferredNetwork,
    ApnAuthentication apnAuthentication) {}
