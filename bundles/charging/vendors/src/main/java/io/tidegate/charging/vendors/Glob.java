package io.tidegate.charging.vendors;

import java.util.Locale;
import java.util.regex.Pattern;

/** A text in which a star stands for anything and case does not count. */
final class Glob {
  private final Pattern pattern;

  Glob(String text) {
    StringBuilder parts = new StringBuilder();
    for (String part : text.toLowerCase(Locale.ROOT).split("\\*", -1)) {
      parts.append(parts.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    pattern = Pattern.compile(parts.toString(), Pattern.DOTALL);
  }

  boolean fits(String text) {
    return pattern.matcher(text.toLowerCase(Locale.ROOT)).matches();
  }
}
