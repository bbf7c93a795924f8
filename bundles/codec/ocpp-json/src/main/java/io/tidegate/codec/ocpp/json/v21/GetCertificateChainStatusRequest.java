package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Is any of these certificates revoked? (M07) */
public record GetCertificateChainStatusRequest(
    List<CertificateStatusRequestInfo> certificateStatusRequests) implements Request {
  public GetCertificateChainStatusRequest {
    certificateStatusRequests = List.copyOf(certificateStatusRequests);
  }
}
