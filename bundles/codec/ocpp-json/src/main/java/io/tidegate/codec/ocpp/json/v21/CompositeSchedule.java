package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;

/** The limits that a station follows in the end. */
public record CompositeSchedule(
    int evseId,
    int duration,
    Stamp scheduleStart,
    ChargingRateUnit chargingRateUnit,
    List<ChargingSchedulePeriod> chargingSchedulePeriod) {
  public CompositeSchedule {
    chargingSchedulePeriod = List.copyOf(chargingSchedulePeriod);
  }
}
