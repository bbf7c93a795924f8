package io.tidegate.codec.ocpp.json.v201;

import java.math.BigDecimal;
import java.util.OptionalInt;

/**
 * A limit from a time on.
 *
 * @param startPeriod s from the start of the schedule
 * @param limit in the schedule's unit; negative only where a station takes that for discharge
 */
public record ChargingSchedulePeriod(
    int startPeriod, BigDecimal limit, OptionalInt numberPhases, OptionalInt phaseToUse) {}
