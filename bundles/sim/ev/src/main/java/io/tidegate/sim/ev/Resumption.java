package io.tidegate.sim.ev;

import io.tidegate.codec.exi.iso15118.Bytes;

/**
 * What a vehicle keeps of a paused session.
 *
 * @param sessionId of it; empty: there is none
 * @param schedule the tuple that was chosen; 0: none
 * @param parameterSet ISO 15118-20: of the service that was selected
 */
public record Resumption(Bytes sessionId, long schedule, int parameterSet) {
  /** A session from the beginning. */
  public static final Resumption NONE = new Resumption(Bytes.EMPTY, 0, 0);

  public boolean present() {
    return !sessionId.isEmpty();
  }
}
