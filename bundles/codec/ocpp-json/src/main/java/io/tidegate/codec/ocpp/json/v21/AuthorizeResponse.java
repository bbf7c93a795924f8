package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;
import java.util.List;
import java.util.Optional;

/** The token's standing. */
public record AuthorizeResponse(
    IdTokenInfo idTokenInfo,
    Optional<AuthorizeCertificateStatus> certificateStatus,
    List<EnergyTransferMode> allowedEnergyTransfer)
    implements Response {
  public AuthorizeResponse {
    allowedEnergyTransfer = List.copyOf(allowedEnergyTransfer);
  }

  /** Without what a plain station has no use for. */
  public AuthorizeResponse(IdTokenInfo idTokenInfo) {
    this(idTokenInfo, Optional.empty(), List.of());
  }
}
