package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Stamp;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A curve of grid support (R04).
 *
 * @param priority the lower the stronger
 * @param responseTime s
 * @param startTime absent for a default
 * @param duration s, absent for a default
 */
public record DerCurve(
    List<DerCurvePoints> curveData,
    DerUnit yUnit,
    int priority,
    Optional<BigDecimal> responseTime,
    Optional<Stamp> startTime,
    Optional<BigDecimal> duration,
    Optional<Hysteresis> hysteresis,
    Optional<ReactivePowerParams> reactivePowerParams,
    Optional<VoltageParams> voltageParams) {
  public DerCurve {
    curveData = List.copyOf(curveData);
  }
}
