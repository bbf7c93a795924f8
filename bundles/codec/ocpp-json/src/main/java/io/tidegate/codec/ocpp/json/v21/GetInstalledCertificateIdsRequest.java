package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Which certificates do you hold? (M03) */
public record GetInstalledCertificateIdsRequest(List<CertificateUse> certificateType)
    implements Request {
  public GetInstalledCertificateIdsRequest {
    certificateType = List.copyOf(certificateType);
  }
}
