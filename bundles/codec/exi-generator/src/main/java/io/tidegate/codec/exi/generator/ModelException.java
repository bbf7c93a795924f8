package io.tidegate.codec.exi.generator;

/** The model is wrong; the sentence says where. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }
}
