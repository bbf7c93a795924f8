package io.tidegate.core.control.state;

import java.time.Instant;

/**
 * A setpoint that was handed to an actuator and whose fate is not known for certain, or several of
 * them merged.
 *
 * @param id its id; 0 for merged ones, which nothing but a newer setpoint or their expiry settles
 * @param minW lowest power, W
 * @param maxW highest power, W; the same unless merged
 * @param expires until when it may be in force
 */
public record Sent(long id, double minW, double maxW, Instant expires) {

  Sent merge(Sent other) {
    return new Sent(
        0,
        Math.min(minW, other.minW),
        Math.max(maxW, other.maxW),
        expires.isAfter(other.expires) ? expires : other.expires);
  }
}
