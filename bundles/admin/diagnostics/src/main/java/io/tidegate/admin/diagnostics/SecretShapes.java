package io.tidegate.admin.diagnostics;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a value of a configuration what is shaped like a secret, whatever its field is
 * called. Where it is not plain how far a secret goes, the rest of the value goes with it.
 */
final class SecretShapes {
  static final String SECRET = "***";
  static final String PEM = "-----BEGIN";
  static final String PEM_END = "-----END";
  private static final int LONG = 32;

  /** The first group is shown, and nothing after it. */
  private static final List<Pattern> TAILS =
      List.of(
          Pattern.compile("()" + PEM),
          Pattern.compile(
              "(?i)(\\b(?:basic|bearer|digest|negotiate|targettoken|gatewaytoken)\\s+)\\S{4}"),
          Pattern.compile("()\\beyJ[A-Za-z0-9_-]{8,}\\."),
          Pattern.compile("(?i)(pin-(?:value|source)=)"),
          // something is set within the value
          Pattern.compile(
              "(?i)((?:(?:"
                  + SecretWords.ANYWHERE
                  + ")[A-Za-z0-9._-]{0,24}|key|\\b(?:auth|pass|pwd|pin|sas|sig|psk))"
                  + "[\"']?\\s*[=:]\\s*)\\S"),
          Pattern.compile("([?&][A-Za-z0-9_.~%-]{0,80}=)."),
          Pattern.compile("(?i)([a-z][a-z0-9+.-]{0,15}:/[^\\s\"'<>?#;]*[?#;])."));

  /** Greedy: a password may hold an at sign or a slash. */
  private static final Pattern LOGIN = Pattern.compile("(?s)(://).*(@)");

  private static final Pattern BARE_LOGIN = Pattern.compile("([^\\s:/@,;]+:)[^\\s@]+(@)");

  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_=-]{" + LONG + ",}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{" + LONG + ",}");

  private SecretShapes() {}

  /** The value without; a text of one or many lines. */
  static String clean(String value) {
    String out = LOGIN.matcher(value).replaceAll("$1" + SECRET + "$2");
    out = BARE_LOGIN.matcher(out).replaceAll("$1" + SECRET + "$2");
    for (Pattern pattern : TAILS) {
      Matcher tail = pattern.matcher(out);
      if (tail.find()) {
        out = out.substring(0, tail.end(1)) + SECRET;
      }
    }
    return RUN.matcher(out)
        .replaceAll(run -> isSecret(run.group()) ? SECRET : Matcher.quoteReplacement(run.group()));
  }

  /** Whether there is a run in it that only machines write. */
  static boolean isLong(String text) {
    return RUN.matcher(text).results().anyMatch(run -> isSecret(run.group()));
  }

  /** Folders with slashes, words with hyphens and names of classes are long, too. */
  private static boolean isSecret(String run) {
    boolean path = run.indexOf('/') >= 0 && run.matches("[a-z0-9_/-]+");
    boolean words = run.matches("[a-z]+(?:[_-][a-z]+)+|(?:[A-Z][a-z]{2,})+");
    return !words && (!path || DIGEST.matcher(run).find());
  }
}
