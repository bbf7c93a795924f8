package io.tidegate.api.site;

/**
 * Knows the quirks of makes of stations. A service that may come, go and be replaced at any time:
 * dialects then ask again. Any thread, never blocks.
 */
@FunctionalInterface
public interface QuirkBook {

  /** Those of all descriptors that fit, the later ones winning; {@link StationQuirks#NONE}. */
  StationQuirks of(StationMake make);
}
