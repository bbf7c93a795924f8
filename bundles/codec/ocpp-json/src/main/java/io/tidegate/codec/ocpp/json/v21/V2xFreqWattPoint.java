package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;

/**
 * A point of the curve that LocalFrequency follows.
 *
 * @param frequency Hz
 * @param power W
 */
public record V2xFreqWattPoint(BigDecimal frequency, BigDecimal power) {}
