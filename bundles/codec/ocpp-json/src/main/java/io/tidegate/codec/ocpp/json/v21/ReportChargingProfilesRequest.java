package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/**
 * Charging profiles that a station holds (K09).
 *
 * @param chargingLimitSource one of {@link ChargingLimitSource} or, on 2.1, another
 */
public record ReportChargingProfilesRequest(
    int requestId,
    int evseId,
    String chargingLimitSource,
    List<ChargingProfile> chargingProfile,
    boolean tbc)
    implements Request {
  public ReportChargingProfilesRequest {
    chargingProfile = List.copyOf(chargingProfile);
  }
}
