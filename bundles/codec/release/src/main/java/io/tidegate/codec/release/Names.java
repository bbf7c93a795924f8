package io.tidegate.codec.release;

import java.util.regex.Pattern;

/** What names, versions and digests in documents look like. */
final class Names {
  static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
  static final String A_NAME = "1-64 small letters, digits, `.`, `-`";

  static final Pattern SYMBOLIC = Pattern.compile("(?=.{1,200}$)[\\w-]++(\\.[\\w-]++)*+");
  static final String A_SYMBOLIC_NAME = "a symbolic name";

  static final Pattern VERSION =
      Pattern.compile("\\d{1,9}(\\.\\d{1,9}(\\.\\d{1,9}(\\.[\\w-]{1,100})?)?)?");
  static final String A_VERSION = "a version of OSGi, e.g. 1.2.3 or 1.2.3.beta-1";

  static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  static final String A_DIGEST = "64 hexadecimal digits, small letters";

  static final Pattern FILE = Pattern.compile("bundles/[A-Za-z0-9_][A-Za-z0-9._+-]{0,230}\\.jar");
  static final String A_FILE = "bundles/NAME.jar";

  static final Pattern SENTENCE = Pattern.compile("[^\\p{Cntrl}]{0,200}");
  static final String A_SENTENCE = "at most 200 characters";

  static final Pattern PLATFORM = Pattern.compile("[a-z0-9]{1,20}/[a-z0-9_]{1,20}");
  static final String A_PLATFORM = "platforms, e.g. linux/amd64";

  static final Pattern DEVICE = Pattern.compile("\\*|[A-Za-z0-9._:-]{1,64}");

  private Names() {}

  /** Why an archive may not have an entry of this name; empty when it may. */
  static String entryFault(String name) {
    if (name.isEmpty() || name.length() > 255) {
      return "has a name of " + name.length() + " characters";
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c > '~' || c == '\\' || c == ':') {
        return "has a character in its name that no release uses";
      }
    }
    for (String part : name.split("/", -1)) {
      if (part.equals("..") || part.equals(".")) {
        return "leads out of the archive";
      }
    }
    return name.startsWith("/") || name.contains("//") ? "leads out of the archive" : "";
  }
}
