package io.tidegate.api.connection;

/** How an outbound call ended without an answer. */
public enum CallFate {
  /** A newer call with the same key took its place before it was sent. */
  SUPERSEDED,
  /** The connection closed, or the queue was full, before it was sent. */
  NOT_SENT,
  /** It was sent and the deadline passed or the connection closed: nobody knows. */
  UNANSWERED,
  /** It carried a setpoint without a valid clearance and was not sent. */
  NOT_CLEARED
}
