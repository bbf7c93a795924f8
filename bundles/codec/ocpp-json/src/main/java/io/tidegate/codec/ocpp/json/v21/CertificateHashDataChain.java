package io.tidegate.codec.ocpp.json.v21;

import java.util.List;

/** A certificate and those below it. */
public record CertificateHashDataChain(
    CertificateUse certificateType,
    CertificateHashData certificateHashData,
    List<CertificateHashData> childCertificateHashData) {
  public CertificateHashDataChain {
    childCertificateHashData = List.copyOf(childCertificateHashData);
  }
}
