package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.codec.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A validated configuration of one management system.
 *
 * @param url ends with a slash; stations' identities are appended
 * @param stations identities that it is shown; empty: all
 * @param asksForTokens whether tokens are its affair
 * @param closesWhenLost whether stations are let go while there is no link (transparent)
 * @param compression whether it is offered (RFC 7692)
 */
record UpstreamSettings(
    String name,
    URI url,
    Mode mode,
    int priority,
    Set<Right> may,
    Set<String> stations,
    boolean asksForTokens,
    boolean closesWhenLost,
    boolean compression,
    Access access,
    Store store,
    Limits limits,
    Orders orders,
    Pace pace) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

  /**
   * How one gets in.
   *
   * @param passwords lines identity:password; none when empty
   * @param password of all stations where there is no such file, as the host keeps it; empty: none
   * @param tls Java's own authorities where none are named
   */
  record Access(Optional<Path> passwords, String password, TlsFiles tls) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Access[" + passwords + ", " + tls + "]";
    }
  }

  /** What is kept while there is no link. */
  record Store(int messages, long bytes, int attempts, Duration attemptInterval) {}

  /**
   * How it hears of the site's limits (K14).
   *
   * @param significancePct changes of no more are not told
   * @param interval between two messages on one EVSE, at least
   */
  record Limits(boolean told, int significancePct, Duration interval) {}

  /**
   * Whether it may ask for power.
   *
   * @param mandate the site's mandate source that it speaks for; empty: it may only limit
   * @param signalLife how long an AFRRSignal counts
   */
  record Orders(Optional<ControllerId> mandate, Duration signalLife) {}

  /**
   * Deadlines.
   *
   * @param answer for an answer to what is forwarded
   * @param ask for an answer that a station waits for
   */
  record Pace(
      Duration answer,
      Duration ask,
      Duration connect,
      Duration backOffMin,
      Duration backOffMax,
      Duration ping,
      Duration heartbeat,
      int messageBytes) {}

  private enum Asked {
    GATEWAY,
    UPSTREAM
  }

  private enum Lost {
    CLOSE,
    ANSWER
  }

  /**
   * @param home files are below it
   * @throws io.tidegate.codec.settings.SettingsException with everything that is wrong
   */
  static UpstreamSettings of(String pid, Map<String, ?> properties, Path home) {
    Settings in = Settings.of(pid, properties);
    String name = in.required("name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      in.problem("name", "must be letters, digits, - and _, 32 at most");
    }
    UpstreamSettings read =
        new UpstreamSettings(
            name,
            url(in),
            in.choice("mode", Mode.class, Mode.AUTONOMOUS),
            in.integer("priority", 10, 0, 1_000),
            rights(in),
            stations(in),
            in.choice("authorize", Asked.class, Asked.GATEWAY) == Asked.UPSTREAM,
            in.choice("when.lost", Lost.class, Lost.CLOSE) == Lost.CLOSE,
            in.flag("compression", true),
            access(in, home),
            store(in),
            new Limits(
                in.flag("limits.told", true),
                in.integer("limits.significance.percent", 10, 0, 100),
                Duration.ofSeconds(in.integer("limits.interval.s", 30, 1, 86_400))),
            orders(in),
            pace(in));
    if (read.url.getScheme() != null
        && read.url.getScheme().equals("ws")
        && !read.access.tls.keys().isEmpty()) {
      in.problem("tls.keystore", "needs a wss:// url");
    }
    in.check();
    return read;
  }

  private static URI url(Settings in) {
    String text = in.required("url");
    try {
      URI url = new URI(text.endsWith("/") ? text : text + "/");
      boolean fits = "ws".equals(url.getScheme()) || "wss".equals(url.getScheme());
      if (fits && url.getHost() != null && url.getQuery() == null && url.getUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // the sentence below says what is expected
    }
    if (!text.isEmpty()) {
      in.problem("url", "must be ws://host:port/path/ or wss://…, without user, query or fragment");
    }
    return URI.create("ws://invalid.invalid/");
  }

  private static Set<Right> rights(Settings in) {
    EnumSet<Right> rights = EnumSet.noneOf(Right.class);
    List<String> words = in.list("may");
    if (words.isEmpty()) {
      return Right.USUAL;
    }
    for (String word : words) {
      if (word.equals("all")) {
        rights.addAll(EnumSet.complementOf(EnumSet.of(Right.GATEWAY)));
      } else if (!word.equals("nothing")) {
        Right.named(word)
            .ifPresentOrElse(
                rights::add, () -> in.problem("may", "there is no right \"" + word + '"'));
      }
    }
    return Set.copyOf(rights);
  }

  private static Set<String> stations(Settings in) {
    List<String> words = in.list("stations");
    return words.contains("*") ? Set.of() : Set.copyOf(words);
  }

  private static Access access(Settings in, Path home) {
    return new Access(
        in.file("password.file", home),
        in.text("password", ""),
        new TlsFiles(
            in.list("tls.keystore"), in.text("tls.password.file", ""), in.list("tls.truststore")));
  }

  private static Orders orders(Settings in) {
    String mandate = in.text("mandate", "");
    Optional<ControllerId> id = Optional.empty();
    if (!mandate.isEmpty()) {
      try {
        id = Optional.of(new ControllerId(mandate));
      } catch (IllegalArgumentException e) {
        in.problem("mandate", "is no id of a mandate source");
      }
    }
    return new Orders(id, Duration.ofSeconds(in.integer("signal.life.s", 15, 1, 300)));
  }

  private static Store store(Settings in) {
    return new Store(
        in.integer("queue.max", 20_000, 100, 1_000_000),
        in.integer("queue.megabytes", 16, 1, 1_024) * 1_000_000L,
        in.integer("attempts", 3, 1, 100),
        in.millis("attempt.interval.ms", 10_000, 10, 3_600_000));
  }

  private static Pace pace(Settings in) {
    Pace pace =
        new Pace(
            in.millis("answer.ms", 30_000, 100, 600_000),
            in.millis("ask.ms", 8_000, 100, 25_000),
            in.millis("connect.ms", 10_000, 100, 120_000),
            in.millis("backoff.min.ms", 1_000, 10, 3_600_000),
            in.millis("backoff.max.ms", 120_000, 10, 86_400_000),
            in.millis("ping.interval.ms", 30_000, 100, 3_600_000),
            Duration.ofSeconds(in.integer("heartbeat.s", 300, 1, 86_400)),
            in.integer("message.max", 262_144, 1_024, 16_777_216));
    in.ascending("backoff.min.ms", pace.backOffMin, "backoff.max.ms", pace.backOffMax);
    return pace;
  }

  boolean shows(String station) {
    return stations.isEmpty() || stations.contains(station);
  }

  boolean secure() {
    return url.getScheme().equals("wss");
  }
}
