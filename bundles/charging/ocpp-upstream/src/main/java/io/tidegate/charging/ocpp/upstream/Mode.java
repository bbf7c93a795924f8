package io.tidegate.charging.ocpp.upstream;

/** How the gateway stands between stations and a management system. */
enum Mode {
  /** It is the stations' management system; what they report is stored and forwarded. */
  AUTONOMOUS,
  /** It relays (OCPP 2.x part 4 §6); it listens, and keeps power to itself. */
  TRANSPARENT
}
