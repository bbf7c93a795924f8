package io.tidegate.admin.updates.engine;

import io.tidegate.api.update.UpdateCode;

/** An exchange did not go through; what was done of it has to be undone. */
public final class SwapException extends Exception {
  private static final long serialVersionUID = 1L;
  private final UpdateCode code;

  public SwapException(UpdateCode code, String sentence, Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  public SwapException(UpdateCode code, String sentence) {
    super(sentence);
    this.code = code;
  }

  public UpdateCode code() {
    return code;
  }
}
