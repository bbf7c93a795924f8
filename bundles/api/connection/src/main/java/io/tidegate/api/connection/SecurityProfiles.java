package io.tidegate.api.connection;

import io.tidegate.api.quantity.StationId;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The highest security profile that each station has ever come with: it must not come with a lower
 * one (OCPP A05) unless an operator allows it. A service of the transport; any thread, never
 * blocks.
 */
public interface SecurityProfiles {

  /** 1–3 by station. */
  Map<StationId, Integer> highest();

  /**
   * Forgets a station's, so that it may come with any profile that the configuration allows.
   * Completes when that is durable: false when nothing was known of the station.
   */
  CompletionStage<Boolean> reset(StationId station);
}
