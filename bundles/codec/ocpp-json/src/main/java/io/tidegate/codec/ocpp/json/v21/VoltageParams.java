package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * More on a voltage trip curve.
 *
 * @param hv10MinMeanTripDelay s
 */
public record VoltageParams(
    Optional<BigDecimal> hv10MinMeanValue,
    Optional<BigDecimal> hv10MinMeanTripDelay,
    Optional<PowerDuringCessation> powerDuringCessation) {}
