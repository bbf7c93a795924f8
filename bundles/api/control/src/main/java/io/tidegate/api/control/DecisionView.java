package io.tidegate.api.control;

import java.util.List;

/**
 * A decision with all that it rests on, for listeners.
 *
 * @param picture what it was made from
 * @param bounds what the envelope allowed
 * @param allocation what the arbiter proposed
 * @param powerW what each EVSE is at now, indexed like the model's EVSEs
 * @param reasons why, for each EVSE
 * @param safety memory of the envelope: hot spots, hysteresis
 */
public record DecisionView(
    Decision decision,
    SitePicture picture,
    Bounds bounds,
    Allocation allocation,
    List<Double> powerW,
    List<List<Reason>> reasons,
    SafetyState safety) {}
