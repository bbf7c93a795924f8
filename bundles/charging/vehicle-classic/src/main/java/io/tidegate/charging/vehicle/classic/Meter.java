package io.tidegate.charging.vehicle.classic;

import java.time.Instant;

/**
 * A reading of the EVSE's meter for the vehicle (MeterInfo).
 *
 * @param importWh energy into the vehicle, Wh ≥ 0
 */
public record Meter(String id, long importWh, Instant at) {}
