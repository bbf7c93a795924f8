/** The control loop: one thread that owns the site's state, and what stands around it. */
package io.tidegate.core.control;
