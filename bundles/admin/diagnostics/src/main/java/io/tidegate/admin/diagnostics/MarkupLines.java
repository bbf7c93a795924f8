package io.tidegate.admin.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of YAML and XML without comments and secrets, line by line. */
final class MarkupLines {
  private static final Pattern YAML_FIELD =
      Pattern.compile("^(\\s*(?:-\\s+)*)[\"']?([A-Za-z0-9_.~ -]{1,80})[\"']?\\s*:(?:\\s+(.*))?$");
  private static final String ATTRIBUTES = "((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>";
  private static final Pattern TAG = Pattern.compile("(?s)<" + ATTRIBUTES);
  private static final Pattern QUOTED = Pattern.compile("(?s)\"[^\"]*\"|'[^']*'");
  private static final Pattern SECRET_ELEMENT =
      Pattern.compile(
          "(?is)<([\\w.:-]*(?:"
              + SecretWords.ANYWHERE
              + "|key|pwd)[\\w.:-]*)(?:\\s[^>]*)?(?<!/)>.*?</\\1\\s*>");
  private static final Pattern ELEMENT =
      Pattern.compile("(?s)<([A-Za-z_][\\w.:-]*)" + ATTRIBUTES + "([^<]+)</\\1\\s*>");
  private static final Pattern CDATA = Pattern.compile("(?s)<!\\[CDATA\\[.*?(?:\\]\\]>|$)");
  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?(?:-->|$)");

  private MarkupLines() {}

  static List<String> ofYaml(String text) {
    List<String> shown = new ArrayList<>();
    int hidden = Integer.MAX_VALUE; // lines further in than this belong to a secret
    boolean pem = false;
    for (String line : text.lines().toList()) {
      if (pem) {
        pem = !line.contains(SecretShapes.PEM_END);
        continue;
      }
      String content = line.strip();
      int depth = line.length() - line.stripLeading().length();
      boolean item = depth == hidden && content.startsWith("-");
      if (content.isEmpty() || content.startsWith("#") || depth > hidden || item) {
        continue;
      }
      if (content.startsWith("? ") || content.startsWith(": ")) {
        shown.add("# a line of an unusual form is not shown");
        hidden = depth;
        continue;
      }
      int begin = line.indexOf(SecretShapes.PEM);
      pem = begin >= 0 && line.indexOf(SecretShapes.PEM_END, begin) < 0;
      Matcher field = YAML_FIELD.matcher(line);
      boolean named = field.matches();
      String value = named && field.group(3) != null ? field.group(3) : "";
      boolean secret = named && SecretWords.tell(field.group(2).strip());
      if (secret && (value.isEmpty() || !SecretWords.harmless(field.group(2).strip(), value))) {
        shown.add(field.group(1) + field.group(2) + ": " + SecretShapes.SECRET);
        hidden = field.group(1).length();
      } else {
        String cleaned = SecretShapes.clean(line);
        shown.add(cleaned);
        hidden = cleaned.equals(line) ? Integer.MAX_VALUE : depth;
      }
    }
    return shown;
  }

  static List<String> ofXml(String text) {
    String plain = COMMENT.matcher(text).replaceAll("");
    plain = CDATA.matcher(plain).replaceAll(SecretShapes.SECRET);
    plain = SECRET_ELEMENT.matcher(plain).replaceAll("<$1>" + SecretShapes.SECRET + "</$1>");
    plain = ELEMENT.matcher(plain).replaceAll(e -> Matcher.quoteReplacement(element(e)));
    if (TAG.matcher(plain).replaceAll("").indexOf('<') >= 0) {
      return List.of("not well-formed, not shown");
    }
    plain = TAG.matcher(plain).replaceAll(tag -> Matcher.quoteReplacement(tag(tag.group())));
    return plain.lines().filter(line -> !line.isBlank()).toList();
  }

  private static String element(MatchResult element) {
    String inside =
        SecretWords.tell(element.group(2))
            ? SecretShapes.SECRET
            : SecretShapes.clean(element.group(3));
    String name = element.group(1);
    return "<" + name + element.group(2) + ">" + inside + "</" + name + ">";
  }

  private static String tag(String tag) {
    boolean secret = SecretWords.tell(tag);
    return QUOTED
        .matcher(tag)
        .replaceAll(
            value -> {
              String quote = value.group().substring(0, 1);
              String inside = value.group().substring(1, value.group().length() - 1);
              String shown = secret ? SecretShapes.SECRET : SecretShapes.clean(inside);
              return Matcher.quoteReplacement(quote + shown + quote);
            });
  }
}
