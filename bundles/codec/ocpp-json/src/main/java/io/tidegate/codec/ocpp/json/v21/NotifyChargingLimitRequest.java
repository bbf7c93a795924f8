package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;
import java.util.OptionalInt;

/** Somebody else limits the station (K12). */
public record NotifyChargingLimitRequest(
    OptionalInt evseId, ChargingLimit chargingLimit, List<ChargingSchedule> chargingSchedule)
    implements Request {
  public NotifyChargingLimitRequest {
    chargingSchedule = List.copyOf(chargingSchedule);
  }
}
