package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/**
 * That limit is gone (K13).
 *
 * @param chargingLimitSource one of {@link ChargingLimitSource} or, on 2.1, another
 */
public record ClearedChargingLimitRequest(String chargingLimitSource, OptionalInt evseId)
    implements Request {}
