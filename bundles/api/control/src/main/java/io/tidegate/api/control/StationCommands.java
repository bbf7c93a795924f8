package io.tidegate.api.control;

import io.tidegate.api.quantity.EvseId;
import java.util.concurrent.CompletionStage;

/**
 * Starts and ends charging sessions on an operator's word. Offered by dialects with the service
 * property {@link Actuator#NAME}; any thread, never blocks. How much power a session gets is no
 * matter of this service.
 */
public interface StationCommands {

  /**
   * Asks the station to start a transaction (OCPP 2.0.1 F01, F02).
   *
   * @param idToken 1–36 characters, on whose account
   */
  CompletionStage<Reply> start(EvseId evse, String idToken);

  /** Asks the station to end the transaction at the EVSE (OCPP 2.0.1 F03). */
  CompletionStage<Reply> stop(EvseId evse);

  /** What became of the request. */
  enum Reply {
    /** The station will do it; the session's own events tell when it has. */
    ACCEPTED,
    /** The station will not. */
    REJECTED,
    /** Nothing was sent: station offline, EVSE unknown, or no transaction to end. */
    NOT_SENT,
    /** It was sent and no answer came. */
    UNKNOWN
  }
}
