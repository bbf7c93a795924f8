package io.tidegate.core.clock;

/** Nobody is asked. For demonstrations: the health check stays amber. */
final class AssumedSource implements ClockSource {
  @Override
  public Reading read() {
    return new Reading(true, 0, "The clock is assumed to be right: for demonstrations only");
  }
}
