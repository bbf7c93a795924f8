/** Control pilots (IEC 61851-1 annex A): what the voltages mean, and what the duty cycle says. */
package io.tidegate.hardware.control.pilot;
