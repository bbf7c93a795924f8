/**
 * The safety envelope: what may go out to an actuator, and why. All but {@link SafetyComponent} is
 * pure: no thread, no clock, no dependency but the api.
 */
package io.tidegate.core.safety;
