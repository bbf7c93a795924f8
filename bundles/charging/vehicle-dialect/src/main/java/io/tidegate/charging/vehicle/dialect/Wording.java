package io.tidegate.charging.vehicle.dialect;

import io.tidegate.codec.exi.iso15118.ExiException;
import java.util.Optional;

/**
 * Bytes to messages and back. Pure; any thread.
 *
 * @param <M> messages
 */
public interface Wording<M> {

  /**
   * Reads a message.
   *
   * @param payloadType of V2GTP
   * @return empty when the payload type is none of this protocol's
   * @throws ExiException when the bytes are no message of it
   */
  Optional<M> decode(int payloadType, byte[] message) throws ExiException;

  /** Writes a message. */
  byte[] encode(int payloadType, M message);

  /** A word or two for the log: the message's name, and its response code if it has one. */
  String name(M message);
}
