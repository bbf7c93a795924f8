package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.List;
import java.util.Optional;

/** Those. */
public record GetInstalledCertificateIdsResponse(
    GetInstalledCertificateStatus status,
    List<CertificateHashDataChain> certificateHashDataChain,
    Optional<StatusInfo> statusInfo)
    implements Response {
  public GetInstalledCertificateIdsResponse {
    certificateHashDataChain = List.copyOf(certificateHashDataChain);
  }
}
