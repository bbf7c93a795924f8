package io.tidegate.admin.updates.description;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Declarative Services a description is written for, by its namespace.
 *
 * @param minor of version 1; negative when it is none that a component runtime reads
 * @param felix whether it is one of Felix's own, which allow more than their version does
 */
record Edition(int minor, boolean felix) {
  private static final String OSGI = "http://www.osgi.org/xmlns/scr/";
  private static final Pattern OURS = Pattern.compile(Pattern.quote(OSGI) + "v1\\.(\\d{1,3})\\.0");
  private static final Pattern FELIX =
      Pattern.compile("http://felix\\.apache\\.org/xmlns/scr/v1\\.([12])\\.0-felix");

  /** Whether elements of that namespace can be of a description; those without any are of 1.0. */
  static boolean known(String namespace) {
    return namespace.isEmpty() || namespace.startsWith(OSGI) || FELIX.matcher(namespace).matches();
  }

  static Edition of(String namespace) {
    if (namespace.isEmpty()) {
      return new Edition(0, false);
    }
    Matcher ours = OURS.matcher(namespace);
    Matcher felix = FELIX.matcher(namespace);
    if (ours.matches()) {
      return new Edition(Integer.parseInt(ours.group(1)), false);
    }
    return felix.matches()
        ? new Edition(Integer.parseInt(felix.group(1)), true)
        : new Edition(-1, false);
  }

  /** Whether it has what came with that version. */
  boolean since(int version) {
    return minor >= version;
  }
}
