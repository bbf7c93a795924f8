package io.tidegate.api.control;

import io.tidegate.api.quantity.StationId;
import java.util.concurrent.CompletionStage;

/**
 * Hears from the dialects what stations say that moves no power: reports of their device model,
 * events, the progress of updates, uploads and reservations. A service; every dialect calls every
 * listener, on the event loop of the station's connection: no method blocks.
 */
public interface StationListener {

  /**
   * A station is accepted and may be spoken to, through the {@link StationCommands} of its dialect.
   *
   * @param booted it has just booted; else it is back and was accepted before
   */
  void accepted(StationId station, boolean booted);

  /** Whether {@link #said} is called for this action of OCPP. Constant. */
  boolean wants(String action);

  /**
   * A request of the station's that breaks no rule of its version, before it is answered.
   *
   * @param action as the version names it, e.g. {@code NotifyReport}
   * @param payload its JSON object as it came
   * @return completes when the answer may leave; the station's next request is not read before, so
   *     that nothing of it piles up. At most 30 s; what fails is answered all the same
   */
  CompletionStage<Void> said(StationId station, String action, String payload);
}
