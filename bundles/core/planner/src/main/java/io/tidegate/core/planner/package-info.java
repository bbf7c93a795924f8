/**
 * Plans ahead: for each vehicle a power a step until it leaves, by linear programming. {@link
 * io.tidegate.core.planner.LinearPlanner} and its problem are pure; the component around it owns a
 * thread.
 */
package io.tidegate.core.planner;
