package io.tidegate.codec.ocpp.json.v201;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;

/** What a vehicle will do (K15). */
public record NotifyEVChargingScheduleRequest(
    Stamp timeBase, int evseId, ChargingSchedule chargingSchedule) implements Request {}
