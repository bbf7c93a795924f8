package io.tidegate.admin.diagnostics;

import io.tidegate.codec.pseudonym.Pseudonym;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes credentials out of text, and gives id tokens, vehicles and contracts the names that the log
 * has for them. The log holds none in the clear as it is; this is the second line, for what others
 * say and for logs of older versions. Immutable.
 */
final class Redaction {
  /** Shorter ones are words of other meaning, too, and are found by what stands before them. */
  static final int SHORTEST = 6;

  private static final String SECRET = "***";
  private static final int LONG = 400;

  /** A MAC address is written in six, a UUID in five. */
  private static final int MOST_PIECES = 8;

  private static final List<String> SIGNS_OF_CREDENTIALS =
      List.of("bearer", "basic", "pass", "secret", "authoriz", "api", "pin", "://", "-----");
  private static final List<String> SIGNS_OF_NAMES =
      List.of("token", "tag", "rfid", "maid", "evcc", "vin", "pcid", "contract", "vehicle");

  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "(?i)\\b(?:bearer|basic)\\s+(?<secret>[A-Za-z0-9._~+/=-]{6,})"
              + "|(?:password|passwd|passphrase|secret|authorization|api_?key|\\bpin)"
              + "[\"']?\\s*[=:]\\s*[\"']?"
              + "(?:(?:bearer|basic)\\s+)?(?<value>[^\\s\"',;}]+)"
              + "|://(?<login>[^/\\s:@]+:[^/\\s@]+)@"
              + "|://[^\\s?\"'<>]*\\?(?<query>[^\\s\"'<>]+)"
              + "|(?<long>[A-Za-z0-9+/]{400,}={0,2})"
              + "|-----BEGIN (?<pem>[^-]+PRIVATE KEY-----[^-]*)");

  /** What stands before an identifier, and the identifier. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b(?:id_?token|id_?tag|rfid|e_?maid|evcc_?id|vin|pcid|contract|vehicle)[\"']?"
              + "(?:\\s*[=:]\\s*(?:\\{\\s*[\"']?id_?token[\"']?\\s*:\\s*)?[\"']?"
              + "(?<told>[^\\s\"',;{}\\]]+)"
              + "|\\s+(?<said>(?=[^\\s\"',;{}]*[0-9])[A-Za-z0-9*:-]{6,}))"
              + "|\"token\"\\s*:\\s*\"(?<token>[^\"]+)");

  /**
   * VIN (ISO 3779), eMAID (ISO 15118-2 annex H, DIN SPEC 91286), MAC address, which is an EVCCID of
   * ISO 15118-2, too, alone or in an address made of it (RFC 4291 appendix A); whole messages.
   */
  private static final Pattern SHAPED =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:"
              + "(?=[0-9]*[A-Z])[A-HJ-NPR-Z0-9]{13}[0-9]{4}"
              + "|[A-Z]{2}-?[A-Z0-9]{3}-?C[A-Z0-9]{8}(?:-?[A-Z0-9])?"
              + "|[A-Z]{2}-[A-Z0-9]{3}-[A-DF-Z0-9][A-Z0-9]{5}(?:-[A-Z0-9])?"
              + "|(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}"
              + "|(?=[0-9A-F]{0,11}[A-F])(?=[A-F]{0,11}[0-9])[0-9A-F]{12}"
              + "|(?i:fe80:[0-9a-f:]{1,20}ff:fe[0-9a-f]{2}:[0-9a-f]{1,4})"
              + "|(?<frame>(?<=\\b[0-9A-F]{4} )[0-9a-f]{16,}|[0-9a-f]{72,})"
              + ")(?![A-Za-z0-9])");

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9*:._-]{5,}");

  private final Set<String> known;

  /**
   * @param known identifiers that are replaced wherever they stand, as {@link Pseudonym#plain} has
   *     them
   */
  Redaction(Set<String> known) {
    this.known = Set.copyOf(known);
  }

  /** A report with every text in it cleaned. */
  Object clean(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> cleaned = new LinkedHashMap<>();
      map.forEach((key, item) -> cleaned.put(unlike(cleaned, key), clean(item)));
      return cleaned;
    } else if (value instanceof Collection<?> items) {
      List<Object> cleaned = new ArrayList<>();
      items.forEach(item -> cleaned.add(clean(item)));
      return cleaned;
    }
    boolean plain = value == null || value instanceof Number || value instanceof Boolean;
    return plain ? value : clean(String.valueOf(value));
  }

  /** A key is a file's name as often as a word of ours; two that were cleaned may be alike. */
  private Object unlike(Map<Object, Object> others, Object key) {
    Object cleaned = clean(key);
    return others.containsKey(cleaned) ? cleaned + " (" + others.size() + ")" : cleaned;
  }

  /** A text, at best a line at a time. */
  String clean(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    String out = text;
    if (text.length() >= LONG || hasOne(small, SIGNS_OF_CREDENTIALS)) {
      out = replace(CREDENTIAL, out, List.of("secret", "value", "login", "query", "long", "pem"));
    }
    if (hasOne(small, SIGNS_OF_NAMES)) {
      out = replace(NAMED, out, List.of("told", "said", "token"));
    }
    out = shaped(out);
    return known.isEmpty() ? out : WORD.matcher(out).replaceAll(this::unlessKnown);
  }

  /** Most lines have none, and a search for a word costs a hundredth of one for a pattern. */
  private static boolean hasOne(String text, List<String> signs) {
    for (String sign : signs) {
      if (text.contains(sign)) {
        return true;
      }
    }
    return false;
  }

  private static String shaped(String text) {
    Matcher matcher = SHAPED.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String frame = matcher.group("frame");
      String shown =
          frame == null ? Pseudonym.of(matcher.group()) : "<" + frame.length() / 2 + " bytes>";
      matcher.appendReplacement(out, shown);
    }
    return matcher.appendTail(out).toString();
  }

  /** A word, or pieces of it: names of files have identifiers in their middle. */
  private String unlessKnown(java.util.regex.MatchResult found) {
    String word = found.group();
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < word.length()) {
      int end = endOfKnown(word, at);
      if (end > at) {
        out.append(Pseudonym.of(word.substring(at, end)));
      } else {
        end = endOfPiece(word, at);
        out.append(word, at, end);
      }
      at = end;
      for (; at < word.length() && isSeparator(word.charAt(at)); at++) {
        out.append(word.charAt(at));
      }
    }
    return Matcher.quoteReplacement(out.toString());
  }

  /** The longest that is known and begins here; where it begins when there is none. */
  private int endOfKnown(String word, int from) {
    int longest = from;
    int end = from;
    for (int pieces = 0; pieces < MOST_PIECES && end < word.length(); pieces++) {
      int begin = pieces == 0 ? end : end + 1;
      end = endOfPiece(word, begin);
      if (end > begin && known.contains(Pseudonym.plain(word.substring(from, end)))) {
        longest = end;
      }
    }
    return longest;
  }

  private static int endOfPiece(String word, int from) {
    int end = from;
    while (end < word.length() && !isSeparator(word.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isSeparator(char c) {
    return c == '.' || c == ':' || c == '_' || c == '-' || c == '*';
  }

  private static String replace(Pattern pattern, String text, List<String> groups) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = new StringBuilder();
    int copied = 0;
    while (matcher.find()) {
      for (String group : groups) {
        if (matcher.group(group) != null) {
          out.append(text, copied, matcher.start(group));
          out.append(pattern == CREDENTIAL ? SECRET : Pseudonym.of(matcher.group(group)));
          copied = matcher.end(group);
          break;
        }
      }
    }
    return out.append(text, copied, text.length()).toString();
  }
}
