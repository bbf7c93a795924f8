package io.tidegate.codec.ocpp.json.v201;

import java.util.Optional;

/** A limit that is not ours. */
public record ChargingLimit(
    ChargingLimitSource chargingLimitSource, Optional<Boolean> isGridCritical) {}
