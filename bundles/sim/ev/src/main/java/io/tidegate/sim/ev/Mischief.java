package io.tidegate.sim.ev;

import java.time.Duration;
import java.util.Objects;

/**
 * Something that a vehicle does wrong.
 *
 * @param phase when it is about to send a request of this phase
 * @param from which request of the phase, counted from 1 over the session
 * @param trick what it does instead, or with the request
 */
public record Mischief(Phase phase, int from, Trick trick) {
  public Mischief {
    Objects.requireNonNull(phase);
    Objects.requireNonNull(trick);
  }

  /** At the first request of a phase. */
  public static Mischief in(Phase phase, Trick trick) {
    return new Mischief(phase, 1, trick);
  }

  /** At the n-th charge loop. */
  public static Mischief inLoop(int number, Trick trick) {
    return new Mischief(Phase.CHARGE_LOOP, number, trick);
  }

  /** What it does. Once, where nothing else is said. */
  public sealed interface Trick {

    /** Says nothing any more and keeps the connection. */
    record FallSilent() implements Trick {}

    /** Sends it so much later. */
    record Dawdle(Duration by) implements Trick {}

    /** Closes TCP in order, without a word. */
    record HangUp() implements Trick {}

    /** Resets TCP. */
    record Reset() implements Trick {}

    /** The plug is pulled out: pilot to A, the battery is gone, TCP stays as it is. */
    record PullPlug() implements Trick {}

    /** Ready no longer: pilot to B, and it goes on talking as if nothing were. */
    record NotReady() implements Trick {}

    /** Sends a request of another phase. */
    record Instead(Phase other) implements Trick {}

    /** Sends it with a session id that is not the session's. */
    record StrangeSession() implements Trick {}

    /** Signs something else than it sends, or spoils the signature. */
    record BadSignature() implements Trick {}

    /** Leaves the signature out. */
    record NoSignature() implements Trick {}

    /** Answers the challenge of somebody else. */
    record StaleChallenge() implements Trick {}

    /** Sends it twice, back to back. */
    record Twice() implements Trick {}

    /** Sends it under another payload type of V2GTP. */
    record Mislabel(int payloadType) implements Trick {}

    /** Cuts the message short; the header says the length that is left. */
    record CutShort(int bytes) implements Trick {}

    /** Flips a bit of the message. */
    record FlipBit(int bit) implements Trick {}

    /** Announces more than it sends. */
    record Starve() implements Trick {}

    /** Sends this instead of the whole frame, header included. */
    @SuppressWarnings("ArrayRecordComponent")
    record Blurt(byte[] frame) implements Trick {}
  }
}
