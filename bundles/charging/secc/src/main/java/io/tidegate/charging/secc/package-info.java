/**
 * EVSEs of our own: supervises contactor, supply, lock and pilot of each, keeps the setpoint in
 * force, and is their link to the site. {@link io.tidegate.charging.secc.Core} decides, without I/O
 * and clock; the rest carries.
 */
package io.tidegate.charging.secc;
