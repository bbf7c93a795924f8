package io.tidegate.charging.ocpp.upstream;

/** Hears what a {@link Wire} brings. On the upstream's thread. */
interface Ear {
  /** The WebSocket is open, in the subprotocol that was asked for. */
  void open();

  /** Something came, a pong included. */
  void heard();

  void text(String message);

  /** Told once, also when it never opened. */
  void closed(String why);
}
