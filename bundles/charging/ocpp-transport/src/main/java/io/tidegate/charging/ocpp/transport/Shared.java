package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.control.SetpointTrace;
import java.util.List;
import java.util.function.Supplier;

/**
 * What all connections have in common.
 *
 * @param config the configuration in force
 * @param traces who wants to know when setpoints left; a live, thread-safe list
 */
record Shared(
    Supplier<TransportConfig> config,
    DialectRack rack,
    PowerGuard guard,
    List<SetpointTrace> traces,
    Lanes lanes,
    Registry registry,
    Alarms alarms,
    Relays relays) {}
