package io.tidegate.codec.classfile;

/** Bytes that are no class file, or one that is longer or deeper than any compiler's. */
public final class MalformedClassException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, without the name of the class
   */
  public MalformedClassException(String message) {
    super(message, null, false, false);
  }
}
