package io.tidegate.charging.ocpp.dialect;

/** How far a station has been let in (block B). The names are part of the slot's form. */
enum Standing {
  /** It has not booted on this connection and was never accepted before. */
  UNKNOWN,
  /** It has booted and must wait: the site file does not list it. */
  PENDING,
  /** It is served. */
  ACCEPTED
}
