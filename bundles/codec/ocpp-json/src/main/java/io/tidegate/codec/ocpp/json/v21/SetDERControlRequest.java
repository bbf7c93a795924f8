package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.Optional;

/** Set a grid support function: exactly the one field that its type asks for (R04.FR.16). */
public record SetDERControlRequest(
    boolean isDefault,
    String controlId,
    DerControlType controlType,
    Optional<DerCurve> curve,
    Optional<EnterService> enterService,
    Optional<FixedPf> fixedPFAbsorb,
    Optional<FixedPf> fixedPFInject,
    Optional<FixedVar> fixedVar,
    Optional<FreqDroop> freqDroop,
    Optional<Gradient> gradient,
    Optional<LimitMaxDischarge> limitMaxDischarge)
    implements Request {}
