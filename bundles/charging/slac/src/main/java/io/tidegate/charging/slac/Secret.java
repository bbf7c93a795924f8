package io.tidegate.charging.slac;

import io.tidegate.codec.slac.NetworkKey;

/**
 * Fresh randomness, drawn outside.
 *
 * @param nonce 32 bits
 */
record Secret(NetworkKey key, long nonce) {}
