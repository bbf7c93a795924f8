package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;
import java.util.Optional;

/** May this token charge? (C01) */
public record AuthorizeRequest(
    IdToken idToken,
    Optional<String> certificate,
    List<OcspRequestData> iso15118CertificateHashData)
    implements Request {
  public AuthorizeRequest {
    iso15118CertificateHashData = List.copyOf(iso15118CertificateHashData);
  }

  /** Without what a plain station has no use for. */
  public AuthorizeRequest(IdToken idToken) {
    this(idToken, Optional.empty(), List.of());
  }
}
