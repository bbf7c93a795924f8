package io.tidegate.api.control;

/**
 * How far the clock can be trusted (S2.4).
 *
 * @param source kernel, chrony, ptp or assumed
 * @param synchronised whether the source says so
 * @param offsetMs estimated error, ms; NaN when unknown
 * @param detail a sentence for the operator
 */
public record ClockQuality(String source, boolean synchronised, double offsetMs, String detail) {}
