/**
 * Releases: archives of bundles with a signed manifest, and the rules by which one is believed.
 * Pure: no clock, no thread, no state; whatever the bytes, the answer is a result or one {@link
 * io.tidegate.codec.release.Refusal}, in bounded time and memory.
 */
package io.tidegate.codec.release;
