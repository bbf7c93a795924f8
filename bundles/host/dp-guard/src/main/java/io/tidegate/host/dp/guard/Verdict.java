package io.tidegate.host.dp.guard;

/** A package is not let in, for a reason that lies in this host. */
final class Verdict extends Exception {
  private static final long serialVersionUID = 1L;
  private final String code;

  /**
   * @param code of {@code io.tidegate.api.update.UpdateCode}, by name: a guard shares no class with
   *     what it guards
   */
  Verdict(String code, String sentence) {
    super(sentence);
    this.code = code;
  }

  String code() {
    return code;
  }
}
