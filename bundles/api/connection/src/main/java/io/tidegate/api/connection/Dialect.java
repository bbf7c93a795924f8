package io.tidegate.api.connection;

import java.util.concurrent.CompletionStage;

/**
 * Speaks one protocol version over connections that a transport owns. Stateless: what it must
 * remember of a connection lies in the {@link Slot}, so that a newer version of the bundle can pick
 * it up between two messages. Offered as a service; the transport calls it on the connection's
 * event loop, one call at a time a connection: it never blocks.
 */
public interface Dialect {

  /** WebSocket subprotocol, e.g. {@code ocpp2.0.1}. */
  String subprotocol();

  /** Higher is preferred when a station offers several. */
  int preference();

  /**
   * The connection is this dialect's now: just opened, or handed over from another version with its
   * slot.
   */
  void attached(Mailbox mailbox);

  /**
   * One whole message. The next one of this connection is delivered when the stage has completed,
   * at most 30 s later; meanwhile the mailbox fills and then the socket is not read.
   */
  CompletionStage<Void> received(Mailbox mailbox, String message);

  /** An outbound call has met its fate other than by {@link Mailbox#settle}. */
  void ended(Mailbox mailbox, OutboundCall call, CallFate fate);

  /** The connection is no longer this dialect's. */
  void detached(Mailbox mailbox, Detachment reason);

  /** Why a dialect loses a connection. */
  enum Detachment {
    /** The socket is closed: the station is gone. */
    CLOSED,
    /** Another version takes over: nothing must be said to the site. */
    HANDED_OVER
  }
}
