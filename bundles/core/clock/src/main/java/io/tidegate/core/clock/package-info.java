/** Watches how far the system clock can be trusted and tells the control loop. */
package io.tidegate.core.clock;
