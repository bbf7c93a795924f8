package io.tidegate.codec.ocpp.json.v16;

import java.util.Optional;

/**
 * One measured value, as text.
 *
 * @param measurand Energy.Active.Import.Register when absent
 * @param location Outlet when absent
 * @param unit Wh when absent
 */
public record SampledValue(
    String value,
    Optional<ReadingContext> context,
    Optional<ValueFormat> format,
    Optional<Measurand> measurand,
    Optional<Phase> phase,
    Optional<MeasuringPoint> location,
    Optional<UnitOfMeasure> unit) {}
