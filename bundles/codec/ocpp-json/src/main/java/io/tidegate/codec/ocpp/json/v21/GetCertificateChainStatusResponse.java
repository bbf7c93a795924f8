package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.List;

/** The state of each. */
public record GetCertificateChainStatusResponse(List<CertificateStatus> certificateStatus)
    implements Response {
  public GetCertificateChainStatusResponse {
    certificateStatus = List.copyOf(certificateStatus);
  }
}
