package io.tidegate.api.update;

/** Where an order is. The first eight come in this sequence; the others end it. */
public enum UpdateStep {
  /** The archive is being fetched. */
  FETCH,
  /** Signatures, expiry, counter, product, every bundle's digest. */
  VERIFY,
  /** Would all of it resolve against the running framework? Nothing is changed by asking. */
  RESOLVE,
  /** Are the packages that bundles share compatible with those in force? */
  BASELINE,
  /** For its time, an operator's word or a quiet window. */
  WAIT,
  /** The new bundles start beside the old ones. */
  START,
  /** Connections and work pass to the new ones, the old ones are stopped. */
  HAND_OVER,
  /** What was healthy before has to stay healthy for a while. */
  PROBATION,
  /** Ended: the release is in force and is what a later one would return to. */
  CONFIRMED,
  /** Ended: it was begun and undone; what was confirmed before is in force. */
  ROLLED_BACK,
  /** Ended: it was not good enough to be begun; nothing was changed. */
  REFUSED,
  /** Ended before anything was changed, because somebody wanted it. */
  CANCELLED;

  /** Whether nothing comes after it. */
  public boolean ended() {
    return compareTo(PROBATION) > 0;
  }
}
