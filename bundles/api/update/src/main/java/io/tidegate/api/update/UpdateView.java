package io.tidegate.api.update;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
 * @param before what the gateway took before anything was touched; empty until then
 * @param after what it took once the order had ended and what was not needed any more was gone;
 *     empty until then
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
    List<Done> steps,
    Optional<Resources> before,
    Optional<Resources> after) {
  public UpdateView {
    steps = List.copyOf(steps);
  }

  /** One that says nothing of resources. */
  public UpdateView(
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
    this(
        id,
        giver,
        release,
        version,
        counter,
        step,
        percent,
        code,
        sentence,
        approvable,
        steps,
        Optional.empty(),
        Optional.empty());
  }

  /** A step and when it began. */
  public record Done(UpdateStep step, Instant at) {}

  /**
   * What the gateway's process takes at a moment. Nothing is collected for it: garbage of the heap
   * and classes of what has just gone are still in it.
   *
   * @param startLevel of the framework
   * @param bundles that are installed
   * @param threads that are alive
   * @param classes that are loaded
   * @param heapBytes of the heap in use
   * @param classBytes in use for classes and compiled code
   */
  public record Resources(
      int startLevel, int bundles, int threads, int classes, long heapBytes, long classBytes) {}
}
