package io.tidegate.cloud.hawkbit;

import java.io.IOException;
import java.time.Duration;

/** The server did not do what was asked. The message is a sentence for the operator. */
final class DdiException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final Duration retryAfter;

  /**
   * @param status of HTTP; 0 when no answer came
   * @param retryAfter what the server asks for
   */
  DdiException(int status, Duration retryAfter, String sentence, Throwable cause) {
    super(sentence, cause);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** It does not know us. */
  boolean refusesUs() {
    return status == 401 || status == 403;
  }

  /** What is spoken of is not there any more, or never was. */
  boolean gone() {
    return status == 404 || status == 410;
  }

  /** It will not be taken however often it is sent. */
  boolean useless() {
    return status == 400 || status == 405 || status == 413 || status == 415 || status == 422;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
