package io.tidegate.admin.exi.tool.json;

import java.io.IOException;

/** JSON that is not what the schema asks for: the path of the field, and what is wrong with it. */
public final class JsonFault extends IOException {
  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * Something is wrong.
   *
   * @param path empty for the line as a whole
   */
  public JsonFault(String path, String sentence) {
    super(path.isEmpty() ? sentence : path + " " + sentence);
    this.path = path;
  }

  /** Names with dots, indexes in brackets; empty for the line as a whole. */
  public String path() {
    return path;
  }
}
