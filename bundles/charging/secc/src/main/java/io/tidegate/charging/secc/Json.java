package io.tidegate.charging.secc;

/** The few values of the notes in the ledger. */
final class Json {
  private static final char LAST_CONTROL = 0x1F;

  private Json() {}

  static String text(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c <= LAST_CONTROL) {
        out.append(' ');
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }
}
