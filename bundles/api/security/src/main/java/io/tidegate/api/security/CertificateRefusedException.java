package io.tidegate.api.security;

/** A certificate is not issued. The message is a sentence that says why. */
public final class CertificateRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public CertificateRefusedException(String sentence) {
    super(sentence);
  }

  public CertificateRefusedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
