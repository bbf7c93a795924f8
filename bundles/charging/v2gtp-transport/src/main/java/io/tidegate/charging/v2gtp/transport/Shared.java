package io.tidegate.charging.v2gtp.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What all connections share.
 *
 * @param numbers of connections
 * @param workers for what an event loop must not do
 */
record Shared(
    Supplier<TransportConfig> config,
    DialectRack rack,
    Secrets secrets,
    AtomicLong numbers,
    Executor workers) {}
