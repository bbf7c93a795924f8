package io.tidegate.api.control;

import java.time.Instant;

/**
 * The last reading of a meter and the time of its receipt; {@link Instant#EPOCH} when it was never
 * read.
 */
public record MeterState(String meter, Instant at, SiteInput.MeterReading reading) {}
