package io.tidegate.api.update;

/** An order was not accepted, or a release is not good enough; nothing was changed. */
public final class UpdateRefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final UpdateCode code;

  /**
   * @param sentence what is wrong and what to do about it
   */
  public UpdateRefusedException(UpdateCode code, String sentence) {
    super(sentence);
    this.code = code;
  }

  /** With what lies behind it. */
  public UpdateRefusedException(UpdateCode code, String sentence, Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  public UpdateCode code() {
    return code;
  }
}
