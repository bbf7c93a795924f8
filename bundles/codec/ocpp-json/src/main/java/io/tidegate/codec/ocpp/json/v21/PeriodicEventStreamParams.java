package io.tidegate.codec.ocpp.json.v21;

import java.util.OptionalInt;

/**
 * How often a stream is sent.
 *
 * @param interval s
 * @param values at most so many at once
 */
public record PeriodicEventStreamParams(OptionalInt interval, OptionalInt values) {}
