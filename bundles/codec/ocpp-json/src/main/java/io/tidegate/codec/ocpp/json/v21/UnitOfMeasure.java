package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Unit of a sampled value.
 *
 * @param unit Wh when absent
 * @param multiplier power of ten, 0 when absent
 */
public record UnitOfMeasure(Optional<String> unit, OptionalInt multiplier) {}
