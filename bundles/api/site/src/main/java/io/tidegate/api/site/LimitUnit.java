package io.tidegate.api.site;

/** The unit in which a station takes its charging profiles. */
public enum LimitUnit {
  W,
  A
}
