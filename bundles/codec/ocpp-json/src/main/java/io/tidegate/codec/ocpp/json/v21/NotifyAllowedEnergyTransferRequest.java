package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** What a vehicle may do from now on (Q02). */
public record NotifyAllowedEnergyTransferRequest(
    String transactionId, List<EnergyTransferMode> allowedEnergyTransfer) implements Request {
  public NotifyAllowedEnergyTransferRequest {
    allowedEnergyTransfer = List.copyOf(allowedEnergyTransfer);
  }
}
