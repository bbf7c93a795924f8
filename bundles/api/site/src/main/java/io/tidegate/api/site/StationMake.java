package io.tidegate.api.site;

import io.tidegate.api.quantity.StationId;

/**
 * A station by its own word in its last boot.
 *
 * @param vendor empty when it is not known
 * @param model empty when it is not known
 * @param firmware empty when it is not known
 */
public record StationMake(StationId station, String vendor, String model, String firmware) {}
