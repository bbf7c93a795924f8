package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.v16.Measurand;
import io.tidegate.codec.ocpp.json.v16.MeasuringPoint;
import io.tidegate.codec.ocpp.json.v16.MeterValue;
import io.tidegate.codec.ocpp.json.v16.ReadingContext;
import io.tidegate.codec.ocpp.json.v16.SampledValue;
import io.tidegate.codec.ocpp.json.v16.UnitOfMeasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Meter values in the words of 1.6: numbers are text, temperatures are measured values. Pure. */
final class OldMeters {
  private OldMeters() {}

  static List<MeterValue> of(List<io.tidegate.codec.ocpp.json.v21.MeterValue> values) {
    return values.stream().map(OldMeters::of).toList();
  }

  /** The energy into the vehicle, Wh, whole as 1.6 books it. */
  static int registerWh(List<io.tidegate.codec.ocpp.json.v21.MeterValue> values) {
    return values.stream()
        .flatMap(v -> v.sampledValue().stream())
        .filter(
            s ->
                s.measurand()
                    .filter(
                        io.tidegate.codec.ocpp.json.v21.Measurand.ENERGY_ACTIVE_IMPORT_REGISTER
                            ::equals)
                    .isPresent())
        .mapToInt(s -> s.value().intValue())
        .findFirst()
        .orElse(0);
  }

  private static MeterValue of(io.tidegate.codec.ocpp.json.v21.MeterValue value) {
    List<SampledValue> sampled = new ArrayList<>();
    for (var one : value.sampledValue()) {
      Measurand measurand = Measurand.valueOf(one.measurand().orElseThrow().name());
      UnitOfMeasure unit =
          UnitOfMeasure.valueOf(
              one.unitOfMeasure().orElseThrow().unit().orElseThrow().toUpperCase(Locale.ROOT));
      MeasuringPoint place = measurand == Measurand.SOC ? MeasuringPoint.EV : MeasuringPoint.OUTLET;
      sampled.add(sampled(one.value().toPlainString(), measurand, place, unit));
    }
    value
        .customData()
        .ifPresent(
            more -> {
              warm(more, "connectorC", MeasuringPoint.OUTLET, sampled);
              warm(more, "packC", MeasuringPoint.EV, sampled);
            });
    return new MeterValue(value.timestamp(), sampled);
  }

  private static void warm(
      CustomData data, String name, MeasuringPoint place, List<SampledValue> sampled) {
    double celsius = data.number(name);
    if (Double.isFinite(celsius)) {
      sampled.add(
          sampled(Double.toString(celsius), Measurand.TEMPERATURE, place, UnitOfMeasure.CELSIUS));
    }
  }

  private static SampledValue sampled(
      String value, Measurand measurand, MeasuringPoint place, UnitOfMeasure unit) {
    return new SampledValue(
        value,
        Optional.of(ReadingContext.SAMPLE_PERIODIC),
        Optional.empty(),
        Optional.of(measurand),
        Optional.empty(),
        Optional.of(place),
        Optional.of(unit));
  }
}
