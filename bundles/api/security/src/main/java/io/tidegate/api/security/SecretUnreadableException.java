package io.tidegate.api.security;

/** A secret of a configuration cannot be read. The message is a sentence without the secret. */
public final class SecretUnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  public SecretUnreadableException(String sentence) {
    super(sentence);
  }

  public SecretUnreadableException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
