package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.Measurand;
import io.tidegate.codec.ocpp.json.v21.MeasuringPoint;
import io.tidegate.codec.ocpp.json.v21.MeterValue;
import io.tidegate.codec.ocpp.json.v21.Phase;
import io.tidegate.codec.ocpp.json.v21.SampledValue;
import io.tidegate.codec.ocpp.json.v21.UnitOfMeasure;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Sampled values for tests. */
final class Values {
  private Values() {}

  static MeterValue at(Instant at, SampledValue... values) {
    return new MeterValue(Stamp.of(at), List.of(values), Optional.empty());
  }

  /** An empty unit is left out. */
  static SampledValue of(Measurand measurand, String value, String unit) {
    return of(measurand, value, unit, Optional.empty(), Optional.empty());
  }

  static SampledValue phase(Measurand measurand, String value, String unit, Phase phase) {
    return of(measurand, value, unit, Optional.of(phase), Optional.empty());
  }

  static SampledValue at(MeasuringPoint point, Measurand measurand, String value, String unit) {
    return of(measurand, value, unit, Optional.empty(), Optional.of(point));
  }

  private static SampledValue of(
      Measurand measurand,
      String value,
      String unit,
      Optional<Phase> phase,
      Optional<MeasuringPoint> point) {
    return new SampledValue(
        new BigDecimal(value),
        Optional.empty(),
        Optional.of(measurand),
        phase,
        point,
        unit.isEmpty()
            ? Optional.empty()
            : Optional.of(new UnitOfMeasure(Optional.of(unit), OptionalInt.empty())));
  }
}
