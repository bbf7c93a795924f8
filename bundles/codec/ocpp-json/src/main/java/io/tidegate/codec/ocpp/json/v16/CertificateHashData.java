package io.tidegate.codec.ocpp.json.v16;

/** A certificate, by its hashes. */
public record CertificateHashData(
    HashAlgorithm hashAlgorithm,
    String issuerNameHash,
    String issuerKeyHash,
    String serialNumber) {}
