/**
 * The deterministic heart of the control loop: inputs in, pictures and decisions out. No threads,
 * no clock, no I/O; time comes with the inputs.
 */
package io.tidegate.core.control.state;
