package io.tidegate.charging.vehicle.classic;

import io.tidegate.codec.exi.iso15118.Bytes;

/**
 * A vehicle's message.
 *
 * @param session id of the header; 0 to 8 bytes
 * @param clamped a number in it was beyond its type and is taken for the type's end
 */
public record Request(Bytes session, boolean clamped, Ask ask) implements Message {}
