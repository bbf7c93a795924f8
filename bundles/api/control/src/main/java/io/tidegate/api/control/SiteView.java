package io.tidegate.api.control;

import java.util.List;
import java.util.Optional;

/**
 * The newest decision and the last few, for pages and diagnostics. A service of the control loop;
 * any thread.
 */
public interface SiteView {
  Optional<DecisionView> latest();

  /**
   * At most the last 1,000 that issued a setpoint or had another cause than the period, newest
   * first.
   */
  List<Decision> recent(int most);

  /** Figures of the loop since its start. */
  LoopFigures figures();

  /**
   * @param decisions how many
   * @param inputs how many were taken
   * @param displaced measurements that were displaced in a full inbox
   * @param refused inputs that a full inbox refused
   * @param inboxDepth inputs waiting now
   * @param decisionNanosP50 time of a decision, ns, over the last 1,024
   * @param decisionNanosP99 likewise
   * @param cycles of a second, the first one's included; each is to have a decision
   * @param missedCycles those that had none of their own: skipped since a later one was due, or met
   *     a defect
   * @param latestNanos longest time from the moment a cycle was due until it was decided, ns
   */
  record LoopFigures(
      long decisions,
      long inputs,
      long displaced,
      long refused,
      int inboxDepth,
      long decisionNanosP50,
      long decisionNanosP99,
      long cycles,
      long missedCycles,
      long latestNanos) {
    /** Of a loop that does not count its cycles. */
    public LoopFigures(
        long decisions,
        long inputs,
        long displaced,
        long refused,
        int inboxDepth,
        long decisionNanosP50,
        long decisionNanosP99) {
      this(
          decisions,
          inputs,
          displaced,
          refused,
          inboxDepth,
          decisionNanosP50,
          decisionNanosP99,
          0,
          0,
          0);
    }
  }
}
