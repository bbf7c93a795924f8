package io.tidegate.codec.yaml;

/**
 * One thing that is wrong in a file.
 *
 * @param file the file's name as the operator knows it
 * @param line from 1; 0 where the file as a whole is meant
 * @param where path of the field, e.g. {@code nodes[2].ratingKw}; empty for the document
 * @param sentence what is wrong and what is expected
 */
public record Problem(String file, int line, String where, String sentence) {
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + ": "
        + (where.isEmpty() ? "" : where + " ")
        + sentence;
  }
}
