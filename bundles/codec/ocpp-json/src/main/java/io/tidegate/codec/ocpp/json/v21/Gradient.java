package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;

/** How fast power may change, per cent of the rating a second. A default only (R04.FR.15). */
public record Gradient(int priority, BigDecimal gradient, BigDecimal softGradient) {}
