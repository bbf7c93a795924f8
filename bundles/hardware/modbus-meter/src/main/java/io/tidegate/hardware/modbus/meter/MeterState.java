package io.tidegate.hardware.modbus.meter;

import io.tidegate.api.device.Reading;
import io.tidegate.api.quantity.Watts;
import java.time.Instant;
import java.util.Optional;
import org.apache.felix.hc.api.Result;

/**
 * What is known of a meter, replaced as a whole after each poll.
 *
 * @param fault catalogue code of the present trouble; empty while polls succeed
 * @param sentence about it
 * @param powerW last good power, W; NaN before the first
 * @param at when it was read
 * @param mapProblem what is wrong with the newest register map
 * @param rejected implausible values since the start
 * @param rejecting the last poll brought one
 */
record MeterState(
    String fault,
    String sentence,
    double powerW,
    Instant at,
    String mapProblem,
    long rejected,
    boolean rejecting) {
  static final MeterState NEW =
      new MeterState("", "was not read yet", Double.NaN, Instant.EPOCH, "", 0, false);

  Reading<Watts> reading() {
    return new Reading<>(
        Double.isNaN(powerW) ? Optional.empty() : Optional.of(new Watts(powerW)), at, fault);
  }

  Result health() {
    if (!fault.isEmpty()) {
      return new Result(Result.Status.CRITICAL, sentence);
    }
    if (!mapProblem.isEmpty()) {
      return new Result(
          Result.Status.WARN, mapProblem + "; the last good register map stays in force");
    }
    if (rejecting) {
      return new Result(Result.Status.WARN, sentence + ", " + rejected + " so far");
    }
    return new Result(Result.Status.OK, sentence);
  }
}
