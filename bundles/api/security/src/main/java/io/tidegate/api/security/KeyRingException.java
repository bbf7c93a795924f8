package io.tidegate.api.security;

/** Keys or certificates cannot be used. The message is a sentence that names the file. */
public final class KeyRingException extends Exception {
  private static final long serialVersionUID = 1L;

  public KeyRingException(String sentence) {
    super(sentence);
  }

  public KeyRingException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
