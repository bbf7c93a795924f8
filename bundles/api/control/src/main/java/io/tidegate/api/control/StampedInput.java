package io.tidegate.api.control;

import java.time.Instant;

/**
 * An input as the control thread took it.
 *
 * @param sequence from 1, without gaps, over the life of the journal
 * @param at time of acceptance, never before that of the input before
 */
public record StampedInput(long sequence, Instant at, SiteInput input) {}
