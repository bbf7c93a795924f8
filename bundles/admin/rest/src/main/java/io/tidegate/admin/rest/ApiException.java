package io.tidegate.admin.rest;

/** A request that is answered with an error: HTTP status, catalogue code, sentence, field. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String code;
  private final String field;

  ApiException(int status, String code, String sentence, String field) {
    super(sentence, null, false, false);
    this.status = status;
    this.code = code;
    this.field = field;
  }

  ApiException(int status, String code, String sentence) {
    this(status, code, sentence, "");
  }

  /** A field with a value that is understood and not acceptable. */
  static ApiException field(String field, String sentence) {
    return new ApiException(422, "INVALID_FIELD", "Field " + field + " " + sentence + ".", field);
  }

  /** A part of the gateway that is not running. */
  static ApiException absent(String what) {
    return new ApiException(503, "UNAVAILABLE", what + " is not running; try again shortly.");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** Empty when it is about no single field. */
  String field() {
    return field;
  }
}
