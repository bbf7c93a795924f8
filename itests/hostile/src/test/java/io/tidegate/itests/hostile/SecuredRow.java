package io.tidegate.itests.hostile;

/**
 * One row of the list of malformed and hostile inputs, behind TLS.
 *
 * @param id as the list has it, e.g. H13
 */
record SecuredRow(String id, String what, Attack attack) {

  /** Does it and checks the answer. */
  @FunctionalInterface
  interface Attack {
    void on(SecuredScene scene) throws Exception;
  }

  @Override
  public String toString() {
    return id + " " + what;
  }
}
