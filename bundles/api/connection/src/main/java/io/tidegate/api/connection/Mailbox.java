package io.tidegate.api.connection;

import java.util.Optional;

/** One connection, as its dialect sees it. Owned by the transport; any thread. */
public interface Mailbox {

  Peer peer();

  Slot slot();

  void slot(Slot state);

  /**
   * Writes a frame at once: answers to the station's requests. Dropped when the connection is
   * closed.
   */
  void reply(String frame);

  /**
   * Queues a call. Its fate comes through {@link #settle} or {@link Dialect#ended}.
   *
   * @return false when it was refused at once: queue full, closed, or not cleared; {@link
   *     Dialect#ended} is not called then
   */
  boolean call(OutboundCall call);

  /**
   * Takes the call in flight out of the mailbox when its id is this one: its answer is here. Empty:
   * nobody asked.
   */
  Optional<OutboundCall> settle(String id);

  /** Closes the socket with a WebSocket code (RFC 6455 §7.4) and a constant reason. */
  void close(int code, String reason);
}
