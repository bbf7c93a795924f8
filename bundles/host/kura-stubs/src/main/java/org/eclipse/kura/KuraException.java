package org.eclipse.kura;

public class KuraException extends Exception {
  public KuraException() {}
}
