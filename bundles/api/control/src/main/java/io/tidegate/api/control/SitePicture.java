package io.tidegate.api.control;

import io.tidegate.api.site.SiteModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The site at one instant: what every decision is made from. Immutable, shared freely between
 * threads.
 *
 * @param at the instant
 * @param sequence number of the last input it contains
 * @param model the site as built
 * @param evses in the order of the model's
 * @param meters by name
 * @param temperatures last reading of each sensor, by name
 * @param mandates by id, in the order of the model's
 * @param commands accepted and not yet forgotten
 * @param policyTargets targets of all policies
 * @param plan the newest plan
 * @param clock what is known of the clock
 * @param journalWritable false suspends discharge
 * @param stopping the gateway is going down
 */
public record SitePicture(
    Instant at,
    long sequence,
    SiteModel model,
    List<EvseState> evses,
    Map<String, MeterState> meters,
    Map<String, TemperatureState> temperatures,
    List<MandateState> mandates,
    List<CommandState> commands,
    List<Target> policyTargets,
    Optional<Plan> plan,
    ClockQuality clock,
    boolean journalWritable,
    boolean stopping) {

  /** A sensor's last reading and the time of its receipt. */
  public record TemperatureState(double celsius, Instant at) {}
}
