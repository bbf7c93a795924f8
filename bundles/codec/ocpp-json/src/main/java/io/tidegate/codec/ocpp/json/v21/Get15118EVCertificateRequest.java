package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;
import java.util.OptionalInt;

/**
 * A vehicle's certificate is to be installed or updated (M01, M02).
 *
 * @param exiRequest base64, passed on as it is
 */
public record Get15118EVCertificateRequest(
    String iso15118SchemaVersion,
    CertificateAction action,
    String exiRequest,
    OptionalInt maximumContractCertificateChains,
    List<String> prioritizedEMAIDs)
    implements Request {
  public Get15118EVCertificateRequest {
    prioritizedEMAIDs = List.copyOf(prioritizedEMAIDs);
  }
}
