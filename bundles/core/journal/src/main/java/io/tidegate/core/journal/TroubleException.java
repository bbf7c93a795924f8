package io.tidegate.core.journal;

import java.io.IOException;

/** Carries a known trouble to where it becomes the status. */
final class TroubleException extends IOException {
  private static final long serialVersionUID = 1L;
  private final transient Trouble trouble;

  TroubleException(Trouble trouble) {
    super(trouble.code() + ": " + trouble.sentence(), trouble.cause());
    this.trouble = trouble;
  }

  Trouble trouble() {
    return trouble;
  }
}
