package io.tidegate.charging.ocpp.upstream;

/** Why a connection cannot be made: a sentence for the operator. */
final class Hindrance extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Hindrance(String sentence) {
    super(sentence);
  }

  Hindrance(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** The sentence in a chain of causes; else what the last of them says. */
  static String sentence(Throwable failure) {
    Throwable cause = failure;
    while (!(cause instanceof Hindrance) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
