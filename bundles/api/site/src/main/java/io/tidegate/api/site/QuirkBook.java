package io.tidegate.api.site;

/**
 * Knows the quirks of makes of stations. A service that may come, go and be replaced at any time:
 * dialects then ask again. There may be several: what any of them says of a station holds, and
 * where two disagree the higher {@code service.ranking} wins, then the newer one. One that throws
 * or says what is out of range is left out. Any thread, never blocks.
 */
@FunctionalInterface
public interface QuirkBook {

  /** Those of all descriptors that fit, the later ones winning; {@link StationQuirks#NONE}. */
  StationQuirks of(StationMake make);
}
