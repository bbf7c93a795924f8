package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Request;
import java.util.OptionalInt;

/** That limit is gone (K13). */
public record ClearedChargingLimitRequest(
    ChargingLimitSource chargingLimitSource, OptionalInt evseId) implements Request {}
