package io.tidegate.sim.ev;

import io.tidegate.codec.exi.iso15118.ExiException;
import java.time.Duration;

/**
 * The vehicle's side of one standard: makes requests, judges responses, knows what comes next. One
 * a session, on the vehicle's event loop, without I/O.
 */
interface Speech {
  /** A standard that has no timeout of its own for this. */
  Duration ORDINARY = Duration.ofSeconds(2);

  /** What is wrong with a request, on purpose. */
  enum Flaw {
    NONE,
    STRANGE_SESSION,
    BAD_SIGNATURE,
    NO_SIGNATURE,
    STALE_CHALLENGE
  }

  /**
   * A message.
   *
   * @param payloadType of V2GTP
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Request(int payloadType, byte[] exi) {}

  /** What comes of a response. */
  sealed interface Turn {}

  /**
   * Another request.
   *
   * @param after the response; in the charge loop after the latest request
   */
  record Ask(Phase phase, Duration after) implements Turn {
    static Ask now(Phase phase) {
      return new Ask(phase, Duration.ZERO);
    }
  }

  /** Nothing more. */
  record Finish(Ending ending) implements Turn {}

  /** A response that ends the session. */
  final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final Ending.Kind kind;
    private final String code;

    Refusal(Ending.Kind kind, String code, String sentence) {
      super(sentence, null, false, false);
      this.kind = kind;
      this.code = code;
    }

    Ending at(Phase phase) {
      return new Ending(kind, phase, code, getMessage());
    }

    static Refusal nonsense(String sentence) {
      return new Refusal(Ending.Kind.NONSENSE, "", sentence);
    }
  }

  /** What is asked first, once the protocol is agreed on. */
  default Phase begin() {
    return Phase.SESSION_SETUP;
  }

  /** Makes a request; of any phase at any time, as well as it can with what it knows. */
  Request request(Phase phase, Flaw flaw);

  /**
   * A response.
   *
   * @param phase that was asked for
   * @param heard by the codec's rules its code is the witness's already
   */
  Turn answered(Phase phase, int payloadType, byte[] exi, Heard heard) throws ExiException, Refusal;

  /** Where a response's code goes to. */
  interface Heard {
    void code(String wire);

    /** The response is one of the charge loop. */
    void loop(Said said);
  }

  /** What a response of the charge loop says; NaN where it says nothing. See {@link Loop}. */
  record Said(
      double maxChargeW,
      double maxDischargeW,
      double targetW,
      double presentV,
      double presentA,
      String notification) {}

  /** How long the vehicle waits for a response. */
  Duration timeout(Phase phase);

  /** How long a phase may go on. */
  Duration stuck(Phase phase);

  /** What a session needs to be taken up again. */
  Resumption resumption();
}
