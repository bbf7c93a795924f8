package io.tidegate.api.control;

import java.util.List;

/**
 * Brings cleared setpoints to devices. Offered by dialects and drivers with the service property
 * {@link #NAME}, which {@link SiteInput.StationOnline} names.
 */
public interface Actuator {
  String NAME = "tidegate.actuator";

  /**
   * Takes the setpoints and returns at once; their fate comes back as {@link
   * SiteInput.SetpointOutcome} each. Called by the dispatch thread.
   */
  void apply(List<Clearance> setpoints);
}
