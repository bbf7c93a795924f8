package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One measured value.
 *
 * @param measurand Energy.Active.Import.Register when absent
 * @param location Outlet when absent
 */
public record SampledValue(
    BigDecimal value,
    Optional<ReadingContext> context,
    Optional<Measurand> measurand,
    Optional<Phase> phase,
    Optional<MeasuringPoint> location,
    Optional<UnitOfMeasure> unitOfMeasure) {}
