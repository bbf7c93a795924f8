package io.tidegate.admin.updates.store;

/**
 * A name's release that was confirmed, and the one that it would go back to.
 *
 * @param release what runs
 * @param before what was confirmed before it; {@link Release#none} for the distribution's own
 * @param highest counter that was ever confirmed: none below it comes in again
 * @param floor highest {@link Release#minCounter} that was ever confirmed
 */
public record InForce(Release release, Release before, long highest, long floor) {}
