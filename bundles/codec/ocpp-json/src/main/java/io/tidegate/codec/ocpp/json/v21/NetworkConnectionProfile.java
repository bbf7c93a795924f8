package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/**
 * How a station reaches its CSMS (B09).
 *
 * @param messageTimeout s
 * @param basicAuthPassword never to be logged
 */
public record NetworkConnectionProfile(
    OcppInterface ocppInterface,
    OcppTransport ocppTransport,
    int messageTimeout,
    String ocppCsmsUrl,
    int securityProfile,
    Optional<OcppVersion> ocppVersion,
    Optional<Apn> apn,
    Optional<Vpn> vpn,
    Optional<String> identity,
    Optional<String> basicAuthPassword) {}
