package io.tidegate.codec.ocpp.json.v21;

import java.util.List;

/** A certificate whose state is wanted. */
public record CertificateStatusRequestInfo(
    CertificateHashData certificateHashData, CertificateStatusSource source, List<String> urls) {
  public CertificateStatusRequestInfo {
    urls = List.copyOf(urls);
  }
}
