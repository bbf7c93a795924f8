package io.tidegate.codec.exi.generator;

import java.util.Locale;
import java.util.Set;

/** Names of the standard as names of Java. */
public final class JavaNames {
  private static final Set<String> RESERVED =
      Set.of(
          "boolean",
          "byte",
          "short",
          "int",
          "long",
          "float",
          "double",
          "char",
          "object",
          "class",
          "default",
          "switch",
          "case",
          "new",
          "public",
          "private",
          "this",
          "super",
          "static",
          "final",
          "interface",
          "package",
          "import",
          "return",
          "hashCode",
          "toString",
          "notify",
          "wait",
          "clone",
          "reader",
          "writer",
          "event",
          "base",
          "width",
          "each");

  private JavaNames() {}

  /** {@code DC_ChargeLoopReq} to {@code DcChargeLoopReq}. */
  public static String type(String name) {
    StringBuilder java = new StringBuilder();
    for (String part : parts(name)) {
      boolean capitals = part.length() > 1 && part.chars().allMatch(Character::isUpperCase);
      java.append(Character.toUpperCase(part.charAt(0)));
      java.append(capitals ? part.substring(1).toLowerCase(Locale.ROOT) : part.substring(1));
    }
    return java.toString();
  }

  /** {@code EVSEMaximumChargePower_L2} to {@code evseMaximumChargePowerL2}. */
  public static String component(String name) {
    StringBuilder java = new StringBuilder();
    for (String part : parts(name)) {
      if (java.length() == 0) {
        java.append(lowered(part));
      } else {
        java.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
      }
    }
    String text = java.toString();
    return RESERVED.contains(text) ? text + "Value" : text;
  }

  private static String lowered(String part) {
    int capitals = 0;
    while (capitals < part.length()
        && (Character.isUpperCase(part.charAt(capitals))
            || (capitals > 0 && Character.isDigit(part.charAt(capitals))))) {
      capitals++;
    }
    int keep = capitals > 1 && capitals < part.length() ? capitals - 1 : capitals;
    return part.substring(0, keep).toLowerCase(Locale.ROOT) + part.substring(keep);
  }

  /** {@code FAILED_UnknownSession} to {@code FAILED_UNKNOWN_SESSION}. */
  public static String constant(String word) {
    StringBuilder java = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean upper = Character.isUpperCase(c);
      boolean afterLower = i > 0 && Character.isLowerCase(word.charAt(i - 1));
      boolean afterUpper = i > 0 && Character.isUpperCase(word.charAt(i - 1));
      boolean beforeLower = i + 1 < word.length() && Character.isLowerCase(word.charAt(i + 1));
      if (upper && (afterLower || (afterUpper && beforeLower))) {
        java.append('_');
      }
      java.append(Character.isLetterOrDigit(c) ? Character.toUpperCase(c) : '_');
    }
    return Character.isDigit(java.charAt(0)) ? "N" + java : java.toString();
  }

  private static String[] parts(String name) {
    return name.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "").split("_", -1);
  }
}
