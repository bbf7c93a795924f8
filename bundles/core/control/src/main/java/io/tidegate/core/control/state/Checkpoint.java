package io.tidegate.core.control.state;

import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.quantity.StationId;
import java.util.List;
import java.util.Map;

/**
 * Everything that the control core knows, so that a replay can begin here. The picture holds the
 * site model, EVSEs, meters, commands and targets.
 *
 * @param picture the site at the instant of the checkpoint
 * @param safety memory of the envelope
 * @param unsettled setpoints of uncertain fate, of each EVSE in the model's order
 * @param follow what each EVSE ought to be giving, in the model's order
 * @param actuators who reaches each connected station
 * @param decisions how many decisions were made
 * @param nextSetpoint id of the next setpoint
 */
public record Checkpoint(
    SitePicture picture,
    SafetyState safety,
    List<List<Sent>> unsettled,
    List<Follow> follow,
    Map<StationId, String> actuators,
    long decisions,
    long nextSetpoint) {

  /** State of an EVSE by its id, for a site model that has changed since. */
  EvseState evse(int index) {
    return picture.evses().get(index);
  }
}
