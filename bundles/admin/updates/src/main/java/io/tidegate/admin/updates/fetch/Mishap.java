package io.tidegate.admin.updates.fetch;

import io.tidegate.api.update.UpdateCode;
import java.io.IOException;
import java.time.Duration;

/** An attempt that brought nothing, or not all; and whether another one may help. */
final class Mishap extends IOException {
  private static final long serialVersionUID = 1L;

  /** What to do now. */
  enum Then {
    /** Try again after a pause and go on where it stopped. */
    RESUME,
    /** Try again after a pause, from the beginning. */
    RESTART,
    GIVE_UP
  }

  private final Then then;
  private final UpdateCode code;
  private final Duration notBefore;

  private Mishap(Then then, UpdateCode code, Duration notBefore, String sentence, Throwable cause) {
    super(sentence, cause);
    this.then = then;
    this.code = code;
    this.notBefore = notBefore;
  }

  static Mishap resume(String sentence, Throwable cause) {
    return new Mishap(Then.RESUME, UpdateCode.FETCH_FAILED, Duration.ZERO, sentence, cause);
  }

  /** The server has named a time. */
  static Mishap later(String sentence, Duration notBefore) {
    return new Mishap(Then.RESUME, UpdateCode.FETCH_FAILED, notBefore, sentence, null);
  }

  static Mishap restart(String sentence) {
    return new Mishap(Then.RESTART, UpdateCode.FETCH_FAILED, Duration.ZERO, sentence, null);
  }

  static Mishap giveUp(UpdateCode code, String sentence) {
    return new Mishap(Then.GIVE_UP, code, Duration.ZERO, sentence, null);
  }

  Then then() {
    return then;
  }

  UpdateCode code() {
    return code;
  }

  Duration notBefore() {
    return notBefore;
  }
}
