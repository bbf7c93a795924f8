/**
 * Splits what is asked for over the vehicles: class by class, in each class as much as fits, then
 * weighted max-min fair. Pure: no thread, no clock, no socket.
 */
package io.tidegate.core.arbiter;
