package io.tidegate.api.control;

import java.time.Instant;
import java.util.List;

/**
 * A decision as it is journaled and shown.
 *
 * @param sequence number of the last input that it rests on
 * @param number counts decisions, from 1
 * @param cause what made the loop decide: a command, a fault, telemetry, the period
 * @param setpoints those that were issued
 * @param shortfalls targets that were not met in full
 * @param digest hash over the bits of every EVSE's power: what a replay must reproduce
 */
public record Decision(
    long sequence,
    long number,
    Instant at,
    String cause,
    List<Setpoint> setpoints,
    List<Allocation.Shortfall> shortfalls,
    long digest) {}
