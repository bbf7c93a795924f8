package io.tidegate.admin.updates.work;

import java.time.Duration;

/**
 * How orders are carried out.
 *
 * @param probation where the release does not say how long
 * @param grace how long something may be ill before it counts
 * @param reconnect how long stations may be away when an order has closed their connections
 * @param start how long components of a new bundle may take to be satisfied
 * @param deadline how long a bundle's start or stop may take until it counts as hanging
 * @param reserveBytes left free on the disk
 */
public record Terms(
    Duration probation,
    Duration grace,
    Duration reconnect,
    Duration start,
    Duration deadline,
    long reserveBytes) {}
