package io.tidegate.codec.ocpp.json.v21;

/** A certificate and where its state can be asked for. */
public record OcspRequestData(
    HashAlgorithm hashAlgorithm,
    String issuerNameHash,
    String issuerKeyHash,
    String serialNumber,
    String responderURL) {}
