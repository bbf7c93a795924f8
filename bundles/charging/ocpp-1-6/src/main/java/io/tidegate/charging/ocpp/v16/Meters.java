package io.tidegate.charging.ocpp.v16;

import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v16.MeterValue;
import io.tidegate.codec.ocpp.json.v16.SampledValue;
import io.tidegate.codec.ocpp.json.v16.ValueFormat;
import io.tidegate.codec.ocpp.json.v21.Measurand;
import io.tidegate.codec.ocpp.json.v21.MeasuringPoint;
import io.tidegate.codec.ocpp.json.v21.Phase;
import io.tidegate.codec.ocpp.json.v21.ReadingContext;
import io.tidegate.codec.ocpp.json.v21.UnitOfMeasure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Meter values of 1.6 as those of 2.1. Values are text there; what is no number, or is signed, is
 * left out. 1.6 measures temperatures, which 2.1 reports otherwise: here they become the custom
 * facts that the engine knows. Pure.
 */
final class Meters {
  private static final int LONGEST_NUMBER = 64;
  private static final double KELVIN = 273.15;

  private Meters() {}

  static List<io.tidegate.codec.ocpp.json.v21.MeterValue> of(List<MeterValue> values) {
    return values.stream().map(Meters::of).toList();
  }

  /** Only the energy registers and the state of charge: what stays true when it is told late. */
  static List<io.tidegate.codec.ocpp.json.v21.MeterValue> lasting(List<MeterValue> values) {
    return of(values).stream()
        .map(
            v ->
                new io.tidegate.codec.ocpp.json.v21.MeterValue(
                    v.timestamp(),
                    v.sampledValue().stream().filter(Meters::lasts).toList(),
                    Optional.empty()))
        .filter(v -> !v.sampledValue().isEmpty())
        .toList();
  }

  private static boolean lasts(io.tidegate.codec.ocpp.json.v21.SampledValue value) {
    return switch (value.measurand().orElse(Measurand.ENERGY_ACTIVE_IMPORT_REGISTER)) {
      case ENERGY_ACTIVE_IMPORT_REGISTER, ENERGY_ACTIVE_EXPORT_REGISTER, SOC -> true;
      default -> false;
    };
  }

  /** The register at the beginning or the end of a transaction, Wh. */
  static io.tidegate.codec.ocpp.json.v21.MeterValue register(
      int wattHours, Stamp at, ReadingContext context) {
    return new io.tidegate.codec.ocpp.json.v21.MeterValue(
        at,
        List.of(
            new io.tidegate.codec.ocpp.json.v21.SampledValue(
                BigDecimal.valueOf(wattHours),
                Optional.of(context),
                Optional.of(Measurand.ENERGY_ACTIVE_IMPORT_REGISTER),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new UnitOfMeasure(Optional.of("Wh"), OptionalInt.empty())))),
        Optional.empty());
  }

  private static io.tidegate.codec.ocpp.json.v21.MeterValue of(MeterValue value) {
    List<io.tidegate.codec.ocpp.json.v21.SampledValue> sampled = new ArrayList<>();
    Map<String, Object> warm = new HashMap<>();
    for (SampledValue one : value.sampledValue()) {
      Optional<BigDecimal> number = number(one);
      if (number.isEmpty()) {
        continue;
      }
      if (one.measurand()
          .filter(io.tidegate.codec.ocpp.json.v16.Measurand.TEMPERATURE::equals)
          .isPresent()) {
        temperature(one, number.get(), warm);
      } else {
        sampled(one, number.get()).ifPresent(sampled::add);
      }
    }
    return new io.tidegate.codec.ocpp.json.v21.MeterValue(
        value.timestamp(),
        sampled,
        warm.isEmpty() ? Optional.empty() : Optional.of(new CustomData("io.tidegate", warm)));
  }

  private static Optional<io.tidegate.codec.ocpp.json.v21.SampledValue> sampled(
      SampledValue one, BigDecimal number) {
    boolean rpm =
        one.measurand().filter(io.tidegate.codec.ocpp.json.v16.Measurand.RPM::equals).isPresent();
    return rpm
        ? Optional.empty()
        : Optional.of(
            new io.tidegate.codec.ocpp.json.v21.SampledValue(
                number,
                one.context().map(c -> ReadingContext.valueOf(c.name())),
                one.measurand().map(m -> Measurand.valueOf(m.name())),
                one.phase().map(p -> Phase.valueOf(p.name())),
                one.location().map(l -> MeasuringPoint.valueOf(l.name())),
                one.unit().map(u -> new UnitOfMeasure(Optional.of(unit(u)), OptionalInt.empty()))));
  }

  /** Units that the engine reckons with by their names, others by any. */
  private static String unit(io.tidegate.codec.ocpp.json.v16.UnitOfMeasure unit) {
    return switch (unit) {
      case WH -> "Wh";
      case KWH -> "kWh";
      case W -> "W";
      case KW -> "kW";
      case A -> "A";
      case V -> "V";
      case PERCENT -> "Percent";
      default -> unit.name();
    };
  }

  private static Optional<BigDecimal> number(SampledValue one) {
    String text = one.value().strip();
    boolean signed = one.format().filter(ValueFormat.SIGNED_DATA::equals).isPresent();
    if (signed || text.length() > LONGEST_NUMBER) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      // "", "NaN", "n/a": a station that has nothing to say
      return Optional.empty();
    }
  }

  private static void temperature(SampledValue one, BigDecimal number, Map<String, Object> warm) {
    double value = number.doubleValue();
    double celsius =
        switch (one.unit().orElse(io.tidegate.codec.ocpp.json.v16.UnitOfMeasure.CELSIUS)) {
          case CELSIUS, CELCIUS -> value;
          case FAHRENHEIT -> (value - 32) / 1.8;
          case K -> value - KELVIN;
          default -> Double.NaN;
        };
    if (!Double.isFinite(celsius)) {
      return;
    }
    String name =
        switch (one.location().orElse(io.tidegate.codec.ocpp.json.v16.MeasuringPoint.BODY)) {
          case OUTLET, CABLE, INLET -> "connectorC";
          case EV -> "packC";
          case BODY -> "inverterC";
        };
    warm.put(name, BigDecimal.valueOf(celsius));
  }
}
