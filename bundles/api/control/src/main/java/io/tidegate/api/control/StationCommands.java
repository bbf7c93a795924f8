package io.tidegate.api.control;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
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

  /** Whether the station is connected and spoken to by this dialect now. */
  boolean reaches(StationId station);

  /**
   * Sends any request of OCPP to a station, in the version that it is spoken to in. The request is
   * held to that version's rules before it leaves. What moves power is refused here: setpoints come
   * from the safety envelope alone.
   *
   * @param action as the version names it, e.g. {@code GetVariables}
   * @param payload a JSON object
   * @return completes by the dialect's deadline for answers, counted from sending
   */
  CompletionStage<Told> call(StationId station, String action, String payload);

  /**
   * What a station said to a request.
   *
   * @param text the payload of its answer when it {@linkplain Fate#ANSWERED answered}, else a
   *     sentence
   */
  record Told(Fate fate, String text) {}

  /** What became of a request of {@link #call}. */
  enum Fate {
    /** The station answered. */
    ANSWERED,
    /** The station answered with an error. */
    DECLINED,
    /** The request breaks a rule of the version; nothing was sent. */
    MALFORMED,
    /** It would move power; nothing was sent. */
    FORBIDDEN,
    /** The station is not connected, or takes no more requests now. */
    NOT_SENT,
    /** It was sent, and no answer came that can be read. */
    UNKNOWN
  }

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
