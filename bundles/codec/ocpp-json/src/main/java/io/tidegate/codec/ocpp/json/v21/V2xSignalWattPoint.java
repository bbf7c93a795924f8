package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;

/**
 * A point of the curve that an aFRR signal follows.
 *
 * @param power W
 */
public record V2xSignalWattPoint(int signal, BigDecimal power) {}
