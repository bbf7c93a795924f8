package io.tidegate.api.connection;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Sits between the stations' connections and their dialects, for systems above the gateway: hears
 * what stations say, may keep the dialect's answers back or answer in its stead, and may send calls
 * of its own through {@link Mailbox#call}. At most one is in use; the transport works the same
 * without any. Called on the connection's event loop unless it says otherwise: never blocks.
 */
public interface Relay {

  /** A connection begins, or the relay has come while it was open. */
  void opened(Mailbox mailbox);

  /**
   * One whole message of the station, before its dialect hears it. The next one of this connection
   * comes when the dialect is done with it.
   *
   * @return completes when the dialect may have it: with true; with false when it was an answer to
   *     a call of the relay's own and is nobody else's. Fails or is late by 30 s: the dialect has
   *     it
   */
  CompletionStage<Boolean> heard(Mailbox mailbox, String message);

  /**
   * An answer of the dialect's is about to leave. Any thread.
   *
   * @return completes with what leaves, on any thread: the same, another answer, or nothing; what
   *     fails leaves as it was
   */
  CompletionStage<Optional<String>> answering(Mailbox mailbox, String frame);

  /**
   * A call has met its fate other than by {@link Mailbox#settle}.
   *
   * @return whether it was the relay's own; the dialect does not hear of it then
   */
  boolean ended(Mailbox mailbox, OutboundCall call, CallFate fate);

  /** The socket is closed. */
  void closed(Mailbox mailbox);
}
