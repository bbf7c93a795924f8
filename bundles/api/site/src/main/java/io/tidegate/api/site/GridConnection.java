package io.tidegate.api.site;

/**
 * The contract with the grid operator, at node 0.
 *
 * @param importCapW highest import, W, ≥ 0
 * @param exportCapW highest export, W, ≥ 0 (0: no export)
 * @param importCapPhaseW highest import a phase, W; infinite where none is given
 * @param exportCapPhaseW highest export a phase, W; infinite where none is given
 * @param maxImbalanceW highest difference between two phases that our EVSEs may cause, W; infinite
 *     where none is given
 * @param nominalVoltageV phase to neutral, V
 * @param nominalFrequencyHz 50 or 60 Hz
 */
public record GridConnection(
    double importCapW,
    double exportCapW,
    double importCapPhaseW,
    double exportCapPhaseW,
    double maxImbalanceW,
    double nominalVoltageV,
    double nominalFrequencyHz) {}
