package io.tidegate.sim.ev;

/** Sees what happens to a vehicle. Called on its event loop: returns at once. */
public interface Witness {
  /** Sees nothing. */
  Witness BLIND = new Witness() {};

  /** A request is on its way. */
  default void asked(Phase phase, long nanos) {}

  /**
   * A response has come.
   *
   * @param code the response code by its name
   */
  default void answered(Phase phase, String code, long sentNanos, long receivedNanos) {}

  /** A response of the charge loop has come. */
  default void looped(Loop loop) {}

  /** Nothing more will come of this session. */
  default void ended(Ending ending) {}
}
