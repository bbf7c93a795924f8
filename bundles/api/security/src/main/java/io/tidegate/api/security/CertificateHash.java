package io.tidegate.api.security;

/**
 * What OCSP and OCPP's CertificateHashData name a certificate by (RFC 6960 §4.1.1).
 *
 * @param algorithm {@code SHA256}, {@code SHA384} or {@code SHA512}
 * @param issuerNameHash hexadecimal, of the issuer's name in DER
 * @param issuerKeyHash hexadecimal, of the issuer's public key without tag and length
 * @param serialNumber hexadecimal without leading zeros
 */
public record CertificateHash(
    String algorithm, String issuerNameHash, String issuerKeyHash, String serialNumber) {}
