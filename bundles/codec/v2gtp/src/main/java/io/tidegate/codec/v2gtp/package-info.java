/**
 * V2GTP, the framing of every message between vehicle and EVSE, and the messages of SECC discovery
 * (ISO 15118-20 §7.8, §7.10; ISO 15118-2 §7.8, §7.10; DIN 70121 §8.7).
 */
package io.tidegate.codec.v2gtp;
