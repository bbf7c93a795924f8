package io.tidegate.api.vehicle;

import io.tidegate.api.quantity.EvseId;
import java.util.concurrent.CompletionStage;

/**
 * Fetches contract certificates for vehicles from whoever issues them: a certificate provisioning
 * service behind an operator's back end (OCPP: Get15118EVCertificate). What passes is signed and
 * encrypted for the vehicle, so it is relayed unread. A service, where there is one; dialects
 * relay. Any thread, never blocks.
 */
public interface ContractCertificates {

  /**
   * Fails with an {@link java.io.IOException} whose message is a sentence.
   *
   * @param namespace of the schema of the request, e.g. {@code
   *     urn:iso:std:iso:15118:-20:CommonMessages}
   * @param request CertificateInstallationReq (or -2 CertificateUpdateReq): the EXI document
   * @return the response, an EXI document of the same schema; its header is not yet the session's
   */
  CompletionStage<byte[]> fetch(EvseId evse, String namespace, byte[] request);
}
