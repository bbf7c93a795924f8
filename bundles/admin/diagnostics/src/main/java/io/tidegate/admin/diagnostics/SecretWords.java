package io.tidegate.admin.diagnostics;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which fields hold secrets, by their names. A value of such a field is shown only when it is
 * plainly none: a path, a number with its unit in the name, a word of a few that are known.
 */
final class SecretWords {
  /** Wherever they stand in a name. */
  static final String ANYWHERE =
      "passw|passphrase|passcode|secret|token|bearer|credential|login|signature|api.?key"
          + "|access.?key|shared.?key|private.?key|encryption.?key|cookie|authoriz|authoris";

  private static final Pattern STRONG = Pattern.compile("(?i)" + ANYWHERE);

  /** Words of their own, since they are also pieces of others. */
  private static final Set<String> ALONE =
      Set.of(
          "auth",
          "pass",
          "passes",
          "pwd",
          "pw",
          "pin",
          "pins",
          "puk",
          "sas",
          "sig",
          "psk",
          "otp",
          "hmac",
          "jwt",
          "salt",
          "cred",
          "creds",
          "user",
          "users",
          "username",
          "private");

  private static final Set<String> MEASURES =
      Set.of(
          "s", "ms", "min", "max", "minute", "minutes", "hours", "days", "count", "limit", "length",
          "size", "percent");

  private static final Set<String> SHOWN =
      Set.of(
          "true",
          "false",
          "on",
          "off",
          "none",
          "want",
          "need",
          "required",
          "optional",
          "file",
          "gateway",
          "target",
          "upstream",
          "tokens",
          "all",
          "pkcs12",
          "jks",
          "pem");

  private static final Set<String> FILES = Set.of("file", "files", "path", "folder", "directory");

  private static final Set<String> KEYS = Set.of("key", "keys", "store", "stores");

  /** Files as they are named; base64 has no ending. */
  private static final Pattern FILE =
      Pattern.compile(
          "(?:/?(?:[A-Za-z0-9._~-]{1,48}/)+)?[A-Za-z0-9_~-]{1,48}"
              + "\\.(?:pem|crt|cer|key|p12|pfx|jks|passwd|txt|csv|ya?ml|json|token|pin)"
              + "|pkcs11:[A-Za-z0-9._-]{1,31}"
              + "|(?:config|data)/(?:[A-Za-z0-9._~-]{1,48}/)*[A-Za-z0-9._~-]{1,48}");

  private static final Pattern ABSOLUTE =
      Pattern.compile("(?:/[a-z][a-z0-9._-]{0,30})+/[A-Za-z0-9._~-]{1,48}");

  private SecretWords() {}

  /** Whether a field of this name holds a secret, as far as names tell. */
  static boolean tell(String name) {
    return STRONG.matcher(name).find() || words(name).stream().anyMatch(SecretWords::alone);
  }

  private static boolean alone(String word) {
    return ALONE.contains(word) || word.endsWith("key") || word.endsWith("keys");
  }

  /** Whether a value of such a field is none all the same. */
  static boolean harmless(String name, String value) {
    String text = value.strip();
    List<String> words = words(name);
    String last = words.isEmpty() ? "" : words.get(words.size() - 1);
    if (text.isEmpty() || SHOWN.contains(text.toLowerCase(Locale.ROOT))) {
      return true;
    }
    if (text.matches("-?[0-9.]{1,12}")) {
      return MEASURES.contains(last);
    }
    return (FILES.contains(last) || KEYS.contains(last)) && paths(text, FILES.contains(last));
  }

  private static boolean paths(String text, boolean absolute) {
    for (String each : text.split(",", -1)) {
      String path = each.strip();
      boolean file = FILE.matcher(path).matches() || (absolute && ABSOLUTE.matcher(path).matches());
      if (!file || SecretShapes.isLong(path)) {
        return false;
      }
    }
    return true;
  }

  private static List<String> words(String name) {
    String parted = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", ".");
    return List.of(parted.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
  }
}
