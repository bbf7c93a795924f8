package io.tidegate.core.planner;

/**
 * A plan.
 *
 * @param powerW of vehicle v in step t at {@code [v][t]}, W, negative out of the vehicle
 * @param energyWh in the battery at the end of the step
 * @param missingWh what the target cannot be met by, of each vehicle; 0 when it is met
 * @param cost of the energy and the wear
 */
@SuppressWarnings("ArrayRecordComponent")
record Solution(double[][] powerW, double[][] energyWh, double[] missingWh, double cost) {}
