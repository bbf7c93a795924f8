package io.tidegate.codec.ocpp.json.v16;

import java.math.BigDecimal;
import java.util.OptionalInt;

/**
 * A limit from a time on.
 *
 * @param startPeriod s from the start of the schedule
 * @param limit in the schedule's unit, a multiple of 0.1; the table allows a negative one, whoever
 *     acts on it does not
 */
public record ChargingSchedulePeriod(int startPeriod, BigDecimal limit, OptionalInt numberPhases) {}
