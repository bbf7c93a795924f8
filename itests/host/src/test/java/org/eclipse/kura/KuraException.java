package org.eclipse.kura;

/** A double that tells, as Kura's does not, only what it is told. */
public class KuraException extends Exception {
  private static final long serialVersionUID = 1L;

  public KuraException(String message) {
    super(message);
  }
}
