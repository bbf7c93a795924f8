package io.tidegate.codec.release;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said of a release, as operators read it. */
public final class Sentence {
  /** A word of the language; names of files, bundles and releases have other characters, too. */
  private static final Pattern WORD = Pattern.compile("[a-z]+(?=$|[ ,:;])");

  private Sentence() {}

  /** With a capital at its beginning, unless that is a name, and a full stop at its end. */
  public static String of(String text) {
    String plain = text.strip();
    Matcher word = WORD.matcher(plain);
    String begun =
        word.lookingAt()
            ? plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1)
            : plain;
    return begun.isEmpty() || ".!?".indexOf(begun.charAt(begun.length() - 1)) >= 0
        ? begun
        : begun + ".";
  }
}
