package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A limit or a setpoint from a time on; which of them counts says the operation mode (block Q).
 *
 * @param startPeriod s from the start of the schedule
 * @param limit in the schedule's unit, as are the others; on 2.0.1 required, and negative only
 *     where a station takes that for discharge
 * @param operationMode ChargingOnly when absent
 * @param setpoint negative: out of the vehicle
 * @param dischargeLimit never positive
 * @param setpointReactive var
 * @param preconditioningRequest the vehicle shall warm its battery
 * @param evseSleep the EVSE may sleep
 * @param v2xBaseline W, for LocalFrequency
 */
public record ChargingSchedulePeriod(
    int startPeriod,
    Optional<BigDecimal> limit,
    OptionalInt numberPhases,
    OptionalInt phaseToUse,
    Optional<OperationMode> operationMode,
    Optional<BigDecimal> setpoint,
    Optional<BigDecimal> setpointL2,
    Optional<BigDecimal> setpointL3,
    Optional<BigDecimal> dischargeLimit,
    Optional<BigDecimal> dischargeLimitL2,
    Optional<BigDecimal> dischargeLimitL3,
    Optional<BigDecimal> limitL2,
    Optional<BigDecimal> limitL3,
    Optional<BigDecimal> setpointReactive,
    Optional<BigDecimal> setpointReactiveL2,
    Optional<BigDecimal> setpointReactiveL3,
    Optional<Boolean> preconditioningRequest,
    Optional<Boolean> evseSleep,
    Optional<BigDecimal> v2xBaseline,
    List<V2xFreqWattPoint> v2xFreqWattCurve,
    List<V2xSignalWattPoint> v2xSignalWattCurve) {
  public ChargingSchedulePeriod {
    v2xFreqWattCurve = List.copyOf(v2xFreqWattCurve);
    v2xSignalWattCurve = List.copyOf(v2xSignalWattCurve);
  }

  /** A limit, which is all that 2.0.1 knows. */
  public ChargingSchedulePeriod(
      int startPeriod, BigDecimal limit, OptionalInt numberPhases, OptionalInt phaseToUse) {
    this(
        startPeriod,
        Optional.of(limit),
        numberPhases,
        phaseToUse,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }
}
