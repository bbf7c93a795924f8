package io.tidegate.admin.diagnostics;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes id tokens and credentials out of text: a token becomes a short name that is the same
 * wherever the token occurs in this run of the gateway, and means nothing outside of it.
 */
final class Pseudonyms {
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "(?i)\\b(?:bearer|basic)\\s+(?<scheme>[A-Za-z0-9._~+/=-]{6,})"
              + "|\\b(?:password|passwd|secret|authorization)[\"']?\\s*[=:]\\s*[\"']?"
              + "(?:(?:bearer|basic)\\s+)?(?<secret>[^\\s\"',;}]+)");
  private static final Pattern ID_TOKEN =
      Pattern.compile(
          "(?i)\\b(?:id_?token|id_?tag|rfid|emaid)[\"']?(?:\\s*[=:]\\s*|\\s+)"
              + "(?:\\{\\s*[\"']?id_?token[\"']?\\s*:\\s*)?[\"']?(?<token>[^\\s\"',;{}]+)");
  private final byte[] salt = new byte[16];

  Pseudonyms() {
    new SecureRandom().nextBytes(salt);
  }

  String clean(String text) {
    String withoutSecrets = replace(CREDENTIAL, text, "scheme", "secret");
    return replace(ID_TOKEN, withoutSecrets, "token", "token");
  }

  private String replace(Pattern pattern, String text, String one, String other) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = new StringBuilder();
    int copied = 0;
    while (matcher.find()) {
      String group = matcher.group(one) != null ? one : other;
      out.append(text, copied, matcher.start(group));
      out.append(group.equals("token") ? name(matcher.group(group)) : "***");
      copied = matcher.end(group);
    }
    return out.append(text, copied, text.length()).toString();
  }

  private String name(String token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(salt);
      byte[] digest = sha.digest(token.getBytes(StandardCharsets.UTF_8));
      return "id~" + HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
