/**
 * Fetches archives of releases over HTTP: in parts, resumed after interruptions and restarts, at
 * most as fast as allowed, within bounds of time, length and memory.
 */
package io.tidegate.admin.updates.fetch;
