package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Grid support functions that a station holds (R04). */
public record ReportDERControlRequest(
    int requestId,
    boolean tbc,
    List<DerCurveGet> curve,
    List<EnterServiceGet> enterService,
    List<FixedPfGet> fixedPFAbsorb,
    List<FixedPfGet> fixedPFInject,
    List<FixedVarGet> fixedVar,
    List<FreqDroopGet> freqDroop,
    List<GradientGet> gradient,
    List<LimitMaxDischargeGet> limitMaxDischarge)
    implements Request {
  public ReportDERControlRequest {
    curve = List.copyOf(curve);
    enterService = List.copyOf(enterService);
    fixedPFAbsorb = List.copyOf(fixedPFAbsorb);
    fixedPFInject = List.copyOf(fixedPFInject);
    fixedVar = List.copyOf(fixedVar);
    freqDroop = List.copyOf(freqDroop);
    gradient = List.copyOf(gradient);
    limitMaxDischarge = List.copyOf(limitMaxDischarge);
  }
}
