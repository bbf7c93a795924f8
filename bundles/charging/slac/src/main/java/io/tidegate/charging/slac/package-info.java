/**
 * Matches vehicles with EVSEs of our own over the power line (SLAC, ISO 15118-3) and tells what the
 * line is worth.
 */
package io.tidegate.charging.slac;
