package io.tidegate.charging.vehicle.classic;

import io.tidegate.codec.exi.iso15118.Bytes;

/**
 * The SECC's answer.
 *
 * @param session id of the header, 8 bytes
 */
public record Reply(Bytes session, Verdict verdict, Say say) implements Message {}
