package io.tidegate.api.journal;

/** Something could not be made durable. */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String code;

  /**
   * @param code catalogue code, e.g. {@code ERR_DISK_FULL}
   */
  public JournalException(String code, String sentence, Throwable cause) {
    super(code + ": " + sentence, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
