package io.tidegate.sim.ev;

/**
 * How a session ended for the vehicle.
 *
 * @param phase in which
 * @param code response code, or what else says it in a word; may be empty
 * @param detail one sentence
 */
public record Ending(Kind kind, Phase phase, String code, String detail) {

  /** What ended it. */
  public enum Kind {
    /** SessionStop(Terminate) was answered. */
    DONE,
    /** SessionStop(Pause) was answered. */
    PAUSED,
    /** The station did not answer the search, or gave an address that does not answer. */
    NO_STATION,
    /** TLS failed. */
    NO_TLS,
    /** A response said FAILED, or a warning that the vehicle takes for one. */
    REFUSED,
    /** The station did not answer in time. */
    SILENCE,
    /** The station said the same for too long: Ongoing, or a voltage that never comes. */
    STUCK,
    /** The station closed the connection. */
    HUNG_UP,
    /** The station answered with something that cannot be. */
    NONSENSE,
    /** The vehicle itself: a trick, or it was told to drop everything. */
    ABANDONED
  }

  /** Whether it went as the standard says it should. */
  public boolean orderly() {
    return kind == Kind.DONE || kind == Kind.PAUSED;
  }
}
