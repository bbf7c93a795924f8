package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;

/**
 * A value of a stream.
 *
 * @param t s after the base time
 */
public record StreamDataElement(BigDecimal t, String v) {}
