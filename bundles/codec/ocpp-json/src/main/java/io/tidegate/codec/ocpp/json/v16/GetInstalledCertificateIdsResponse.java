package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;
import java.util.List;

/** Those. */
public record GetInstalledCertificateIdsResponse(
    GetInstalledCertificateStatus status, List<CertificateHashData> certificateHashData)
    implements Response {
  public GetInstalledCertificateIdsResponse {
    certificateHashData = List.copyOf(certificateHashData);
  }
}
