/**
 * An evening at a small depot in about a minute, with an unmodified gateway in a process of its
 * own.
 */
package io.tidegate.sim.demo;
