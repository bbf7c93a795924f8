package io.tidegate.charging.vehicle.classic;

/** Which of both standards, and what it has that the other has not. */
public enum Standard {
  /** ISO 15118-2:2014. */
  ISO_2(true),
  /** DIN SPEC 70121:2014: direct current, external means of identification. */
  DIN(false);

  private final boolean whole;

  Standard(boolean whole) {
    this.whole = whole;
  }

  /** Alternating current. */
  boolean alternating() {
    return whole;
  }

  /** Payment by contract, receipts. */
  boolean contracts() {
    return whole;
  }

  /** Pause and resumption. */
  boolean pauses() {
    return whole;
  }

  boolean renegotiates() {
    return whole;
  }

  /** Tariffs beside the schedule. */
  boolean tariffs() {
    return whole;
  }

  /** Schema of what is kept over a pause. */
  String paused() {
    return "iso15118-2/paused/1";
  }
}
