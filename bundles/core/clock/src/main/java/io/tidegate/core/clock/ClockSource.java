package io.tidegate.core.clock;

import java.io.IOException;

/** Somebody who knows how good the system clock is. Only the clock thread. */
interface ClockSource {

  /**
   * Asks once; returns within 2.5 s.
   *
   * @throws IOException when there is no answer, with a sentence for the operator
   */
  Reading read() throws IOException, InterruptedException;

  /** Gives back what {@link #read} holds. */
  default void close() {}
}
