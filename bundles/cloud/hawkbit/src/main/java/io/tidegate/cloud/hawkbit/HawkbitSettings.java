package io.tidegate.cloud.hawkbit;

import io.tidegate.api.security.TlsFiles;
import io.tidegate.codec.settings.Hosts;
import io.tidegate.codec.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A validated configuration.
 *
 * @param base of all resources of this gateway, without a slash at its end
 * @param softNeedsApproval whether an operator is asked before actions that are not forced
 * @param forcedDisturbs whether forced actions do not wait for a quiet window
 */
record HawkbitSettings(
    URI base,
    Token token,
    TlsFiles tls,
    Map<String, String> attributes,
    boolean softNeedsApproval,
    boolean forcedDisturbs,
    Pace pace) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MOST_ATTRIBUTES = 50;

  /**
   * Who we are.
   *
   * @param scheme of the header Authorization
   */
  record Token(String scheme, Optional<Path> file) {}

  /** Intervals and deadlines. */
  record Pace(
      Duration pollMin,
      Duration pollMax,
      Duration connect,
      Duration answer,
      Duration backOffMin,
      Duration backOffMax) {}

  private enum Kind {
    GATEWAY,
    TARGET
  }

  private enum Soft {
    INSTALL,
    APPROVE
  }

  /**
   * @param home files are below it
   * @throws io.tidegate.codec.settings.SettingsException with everything that is wrong
   */
  static HawkbitSettings of(Map<String, ?> properties, Path home) {
    Settings in = Settings.of(HawkbitComponent.PID, properties);
    URI base = base(in);
    HawkbitSettings read =
        new HawkbitSettings(
            base,
            token(in, home),
            tls(in),
            attributes(in),
            in.choice("soft", Soft.class, Soft.INSTALL) == Soft.APPROVE,
            in.flag("forced.disturbs", false),
            pace(in));
    boolean secure = "https".equals(base.getScheme());
    if (!secure && !Hosts.isLoopback(base.getHost()) && !in.flag("insecure.http", false)) {
      in.problem("url", "must be https://: a token that goes over http:// can be read by others");
    }
    if (!secure && !read.tls.keys().isEmpty()) {
      in.problem("tls.keystore", "needs an https:// url");
    }
    if (read.token.file.isEmpty() && read.tls.keys().isEmpty()) {
      in.problem("token.file", "is missing, and so is tls.keystore: one of them says who we are");
    }
    in.check();
    return read;
  }

  private static URI base(Settings in) {
    String text = in.required("url");
    String tenant = name(in, "tenant", in.text("tenant", "DEFAULT"));
    String controller = name(in, "controller", in.required("controller"));
    try {
      URI url = new URI(text).parseServerAuthority();
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      boolean plain =
          url.getQuery() == null && url.getFragment() == null && url.getUserInfo() == null;
      if (web && plain && url.getHost() != null) {
        String root = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return URI.create(root + "/" + segment(tenant) + "/controller/v1/" + segment(controller));
      }
    } catch (URISyntaxException e) {
      // the sentence below says what is expected
    }
    if (!text.isEmpty()) {
      in.problem("url", "must be https://host[:port][/path], without user, query or fragment");
    }
    return URI.create("https://invalid.invalid");
  }

  private static String name(Settings in, String key, String text) {
    if (!text.isEmpty() && !NAME.matcher(text).matches()) {
      in.problem(key, "must be 1-64 letters, digits, `.`, `_`, `-`, and begin with none of these");
    }
    return text;
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Token token(Settings in, Path home) {
    boolean gateway = in.choice("token.kind", Kind.class, Kind.TARGET) == Kind.GATEWAY;
    return new Token(gateway ? "GatewayToken" : "TargetToken", in.file("token.file", home));
  }

  private static TlsFiles tls(Settings in) {
    return new TlsFiles(
        in.list("tls.keystore"), in.text("tls.password.file", ""), in.list("tls.truststore"));
  }

  private static Map<String, String> attributes(Settings in) {
    Map<String, String> attributes = new TreeMap<>();
    for (String pair : in.list("attributes")) {
      int sign = pair.indexOf('=');
      String key = sign < 0 ? "" : pair.substring(0, sign).strip();
      String value = sign < 0 ? "" : pair.substring(sign + 1).strip();
      if (!key.matches("[A-Za-z0-9._-]{1,32}") || value.length() > 128) {
        in.problem("attributes", "name=value with 32 and 128 characters at most: " + pair);
      } else {
        attributes.put(key, value);
      }
    }
    if (attributes.size() > MOST_ATTRIBUTES) {
      in.problem("attributes", "are more than " + MOST_ATTRIBUTES);
    }
    return Map.copyOf(attributes);
  }

  private static Pace pace(Settings in) {
    Pace pace =
        new Pace(
            in.millis("poll.min.ms", 15_000, 20, 3_600_000),
            in.millis("poll.max.ms", 3_600_000, 20, 604_800_000),
            in.millis("connect.ms", 10_000, 100, 120_000),
            in.millis("answer.ms", 30_000, 100, 600_000),
            in.millis("backoff.min.ms", 5_000, 10, 3_600_000),
            in.millis("backoff.max.ms", 600_000, 10, 86_400_000));
    in.ascending("poll.min.ms", pace.pollMin, "poll.max.ms", pace.pollMax);
    in.ascending("backoff.min.ms", pace.backOffMin, "backoff.max.ms", pace.backOffMax);
    return pace;
  }
}
