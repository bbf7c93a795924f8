/** Benchmarks: the decision alone, and a running gateway from command to wire. */
package io.tidegate.bench;
