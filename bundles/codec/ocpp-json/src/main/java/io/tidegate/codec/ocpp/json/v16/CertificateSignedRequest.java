package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** A signed certificate, PEM (security white paper A02). */
public record CertificateSignedRequest(String certificateChain) implements Request {}
