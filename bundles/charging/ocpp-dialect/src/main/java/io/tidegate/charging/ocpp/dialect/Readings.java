package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.v21.Measurand;
import io.tidegate.codec.ocpp.json.v21.MeasuringPoint;
import io.tidegate.codec.ocpp.json.v21.MeterValue;
import io.tidegate.codec.ocpp.json.v21.Phase;
import io.tidegate.codec.ocpp.json.v21.SampledValue;
import io.tidegate.codec.ocpp.json.v21.UnitOfMeasure;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sampled values as quantities (block J). Pure. Positive is into the vehicle; what was not measured
 * is NaN.
 *
 * @param sampledAt the station's time stamp of the last value
 * @param powerW W
 * @param socPct 0–100
 * @param importWh register into the vehicle, Wh
 * @param exportWh register out of the vehicle, Wh
 * @param setpointW that the station follows, W (2.1)
 * @param residualW by which it misses it, by its own reckoning, W (2.1)
 * @param suspect something was left out: no unit, or out of range (S5)
 */
record Readings(
    Instant sampledAt,
    double powerW,
    double socPct,
    double importWh,
    double exportWh,
    double setpointW,
    double residualW,
    boolean suspect) {

  boolean empty() {
    return Double.isNaN(powerW)
        && Double.isNaN(socPct)
        && Double.isNaN(importWh)
        && Double.isNaN(exportWh);
  }

  /**
   * Takes the last value of each measurand; phases are added up.
   *
   * @param volts nominal voltage to neutral, for stations that report current alone
   * @param phases that the EVSE is wired to
   */
  static Readings of(List<MeterValue> values, double volts, int phases) {
    Taker taker = new Taker();
    Instant at = Instant.EPOCH;
    for (MeterValue value : values) {
      at = value.timestamp().at();
      taker.take(value.sampledValue());
    }
    double power = taker.net(Measurand.POWER_ACTIVE_IMPORT, Measurand.POWER_ACTIVE_EXPORT);
    if (Double.isNaN(power)) {
      double amps = taker.net(Measurand.CURRENT_IMPORT, Measurand.CURRENT_EXPORT);
      power = amps * volts * (taker.allPhasesAtOnce ? phases : 1);
    }
    double soc = taker.value(Measurand.SOC);
    boolean badSoc = soc < 0 || soc > 100;
    return new Readings(
        at,
        power,
        badSoc ? Double.NaN : soc,
        taker.value(Measurand.ENERGY_ACTIVE_IMPORT_REGISTER),
        taker.value(Measurand.ENERGY_ACTIVE_EXPORT_REGISTER),
        taker.value(Measurand.POWER_ACTIVE_SETPOINT),
        taker.value(Measurand.POWER_ACTIVE_RESIDUAL),
        taker.suspect || badSoc);
  }

  private static final class Taker {
    private static final Set<Measurand> TAKEN =
        EnumSet.of(
            Measurand.POWER_ACTIVE_IMPORT,
            Measurand.POWER_ACTIVE_EXPORT,
            Measurand.CURRENT_IMPORT,
            Measurand.CURRENT_EXPORT,
            Measurand.ENERGY_ACTIVE_IMPORT_REGISTER,
            Measurand.ENERGY_ACTIVE_EXPORT_REGISTER,
            Measurand.POWER_ACTIVE_SETPOINT,
            Measurand.POWER_ACTIVE_RESIDUAL,
            Measurand.SOC);

    private final Map<Measurand, Double> taken = new EnumMap<>(Measurand.class);
    private boolean suspect;
    private boolean allPhasesAtOnce = true;

    void take(List<SampledValue> values) {
      EnumSet<Measurand> measured = EnumSet.noneOf(Measurand.class);
      for (SampledValue value : values) {
        measured.add(measurandOf(value));
      }
      measured.retainAll(TAKEN);
      for (Measurand measurand : measured) {
        sum(measurand, values);
      }
    }

    /** The whole where it was measured, else the sum of the phases. */
    private void sum(Measurand measurand, List<SampledValue> values) {
      double whole = Double.NaN;
      double phases = Double.NaN;
      boolean outlet = anyAtOutlet(measurand, values);
      for (SampledValue value : values) {
        if (measurandOf(value) != measurand || (outlet && !atOutlet(value))) {
          continue;
        }
        double number = scaled(value, measurand);
        if (value.phase().isEmpty()) {
          whole = number;
        } else if (ofOnePhase(value.phase().get())) {
          phases = Double.isNaN(phases) ? number : phases + number;
        }
      }
      if (!Double.isNaN(whole) || !Double.isNaN(phases)) {
        boolean current =
            measurand == Measurand.CURRENT_IMPORT || measurand == Measurand.CURRENT_EXPORT;
        allPhasesAtOnce &= !current || !Double.isNaN(whole);
        taken.put(measurand, Double.isNaN(whole) ? phases : whole);
      }
    }

    private static boolean anyAtOutlet(Measurand measurand, List<SampledValue> values) {
      for (SampledValue value : values) {
        if (measurandOf(value) == measurand && atOutlet(value)) {
          return true;
        }
      }
      return false;
    }

    private static Measurand measurandOf(SampledValue value) {
      return value.measurand().orElse(Measurand.ENERGY_ACTIVE_IMPORT_REGISTER);
    }

    private static boolean atOutlet(SampledValue value) {
      return value.location().orElse(MeasuringPoint.OUTLET) == MeasuringPoint.OUTLET;
    }

    private static boolean ofOnePhase(Phase phase) {
      return switch (phase) {
        case L1, L2, L3, L1_N, L2_N, L3_N -> true;
        default -> false;
      };
    }

    private double scaled(SampledValue value, Measurand measurand) {
      Optional<String> unit = value.unitOfMeasure().flatMap(UnitOfMeasure::unit);
      int exponent = value.unitOfMeasure().map(u -> u.multiplier().orElse(0)).orElse(0);
      double factor = factor(measurand, unit.orElse(""));
      double scale = exponent == 0 ? 1 : StrictMath.pow(10, exponent);
      double number = value.value().doubleValue() * factor * scale;
      if (!Double.isFinite(number)) {
        suspect = true;
        return Double.NaN;
      }
      return number;
    }

    /** To W, A, Wh or percent; NaN for a unit that does not fit. */
    private static double factor(Measurand measurand, String unit) {
      return switch (measurand) {
        case SOC -> unit.isEmpty() || unit.equals("Percent") ? 1 : Double.NaN;
        case ENERGY_ACTIVE_IMPORT_REGISTER, ENERGY_ACTIVE_EXPORT_REGISTER ->
            switch (unit) {
              // the standard's own default
              case "", "Wh" -> 1;
              case "kWh" -> 1_000;
              default -> Double.NaN;
            };
        case CURRENT_IMPORT, CURRENT_EXPORT -> unit.equals("A") ? 1 : Double.NaN;
        default ->
            switch (unit) {
              case "W" -> 1;
              case "kW" -> 1_000;
              default -> Double.NaN;
            };
      };
    }

    double value(Measurand measurand) {
      return taken.getOrDefault(measurand, Double.NaN);
    }

    /** NaN when neither was measured. */
    double net(Measurand into, Measurand out) {
      double in = value(into);
      double back = value(out);
      if (Double.isNaN(in)) {
        return -back;
      }
      return Double.isNaN(back) ? in : in - back;
    }
  }
}
