package io.tidegate.host.kura.cloud;

/** A request is not done; the message is a sentence for whoever sent it. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String code;

  /**
   * @param status as of HTTP: Kura answers with these numbers
   * @param code in capitals, or of the error catalogue
   */
  Refusal(int status, String code, String sentence) {
    super(sentence);
    this.status = status;
    this.code = code;
  }

  static Refusal field(String name, String what) {
    return new Refusal(400, "FIELD", name + " " + what);
  }

  static Refusal absent(String what) {
    return new Refusal(503, "NOT_READY", what + " is not there (yet); try again");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
