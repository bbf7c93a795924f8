package io.tidegate.codec.ocpp.json;

/**
 * A message that is refused. The message is a constant sentence of ours and never an echo of the
 * input; the path (our own field names) is for the log. Carries no stack trace: it is a verdict on
 * the input, not a defect of the program.
 */
public final class Violation extends Exception {
  private static final long serialVersionUID = 1L;
  private final RpcErrorCode code;
  private final String path;

  public Violation(RpcErrorCode code, String sentence) {
    this(code, sentence, "");
  }

  /**
   * @param path field that is wrong, by the names of the table; empty when the whole is
   */
  public Violation(RpcErrorCode code, String sentence, String path) {
    super(sentence, null, false, false);
    this.code = code;
    this.path = path;
  }

  public RpcErrorCode code() {
    return code;
  }

  public String path() {
    return path;
  }

  /** The same verdict, seen from the object that holds the field. */
  Violation within(String field) {
    String longer = path.isEmpty() || path.startsWith("[") ? field + path : field + '.' + path;
    return new Violation(code, getMessage(), longer);
  }
}
