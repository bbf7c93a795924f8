package io.tidegate.codec.ocpp.json;

/**
 * A message that is refused. The message is a constant sentence of ours and never an echo of the
 * input; the path (our own field names) is for the log. Carries no stack trace: it is a verdict on
 * the input, not a defect of the program.
 */
public final class Violation extends Exception {
  private static final long serialVersionUID = 1L;
  private final Rule rule;
  private final RpcErrorCode code;
  private final String path;

  public Violation(RpcErrorCode code, String sentence) {
    this(null, code, sentence, "");
  }

  /**
   * @param path field that is wrong, by the names of the table; empty when the whole is
   */
  public Violation(RpcErrorCode code, String sentence, String path) {
    this(null, code, sentence, path);
  }

  /**
   * @param rule null when it is none of the codec's own
   */
  Violation(Rule rule, RpcErrorCode code, String sentence, String path) {
    super(sentence, null, false, false);
    this.rule = rule;
    this.code = code;
    this.path = path;
  }

  /** What to answer with. */
  public RpcErrorCode code() {
    return code;
  }

  public String path() {
    return path;
  }

  /** Null when it is none of the codec's own. */
  Rule rule() {
    return rule;
  }

  /** The same verdict, seen from the object that holds the field. */
  Violation within(String field) {
    String longer = path.isEmpty() || path.startsWith("[") ? field + path : field + '.' + path;
    return new Violation(rule, code, getMessage(), longer);
  }

  /** The same verdict with another code. */
  Violation as(RpcErrorCode other) {
    return other == code ? this : new Violation(rule, other, getMessage(), path);
  }
}
