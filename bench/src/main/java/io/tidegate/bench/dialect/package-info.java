/**
 * A dialect for like-for-like comparisons: over the gateway's own transport and codec it checks
 * every message and only answers. Not shipped: the benchmark makes a bundle of it.
 */
package io.tidegate.bench.dialect;
