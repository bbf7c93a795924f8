package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The most that may be discharged.
 *
 * @param pctMaxDischargePower per cent of the rating
 */
public record LimitMaxDischarge(
    int priority,
    Optional<BigDecimal> pctMaxDischargePower,
    Optional<DerCurve> powerMonitoringMustTrip,
    Optional<Stamp> startTime,
    Optional<BigDecimal> duration) {}
