package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;

/** A point of a curve; x is what the curve type says: Hz, V or per cent. */
public record DerCurvePoints(BigDecimal x, BigDecimal y) {}
