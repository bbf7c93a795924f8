package io.tidegate.codec.ocpp.json.v16;

/** How a certificate is hashed. */
public enum HashAlgorithm {
  SHA256,
  SHA384,
  SHA512
}
