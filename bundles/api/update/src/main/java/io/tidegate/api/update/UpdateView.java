package io.tidegate.api.update;

import java.time.Instant;
import java.util.List;

/**
 * How far an order is.
 *
 * @param release name of the release; empty until it is known
 * @param counter of the release; 0 until it is known
 * @param percent of the present step, 0–100; -1 when it cannot be told
 * @param code empty while all is well, else an {@link UpdateCode} by name
 * @param sentence for the operator: what it waits for, or why it ended as it did
 * @param approvable whether {@link UpdateDesk#approve} would make it go on
 * @param steps those behind it and the present one, in their sequence
 */
public record UpdateView(
    String id,
    String giver,
    String release,
    String version,
    long counter,
    UpdateStep step,
    int percent,
    String code,
    String sentence,
    boolean approvable,
    List<Done> steps) {
  public UpdateView {
    steps = List.copyOf(steps);
  }

  /** A step and when it began. */
  public record Done(UpdateStep step, Instant at) {}
}
