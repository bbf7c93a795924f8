package io.tidegate.cloud.update.mqtt;

import io.tidegate.api.security.TlsFiles;
import io.tidegate.codec.settings.Hosts;
import io.tidegate.codec.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A validated configuration.
 *
 * @param broker as Paho spells it: {@code ssl://} or {@code tcp://}
 * @param root of this gateway's topics, without a slash at its end
 * @param session how long the broker keeps orders for us while we are away
 */
record MqttSettings(
    String broker,
    String gateway,
    String root,
    Optional<Path> password,
    TlsFiles tls,
    Duration session,
    Pace pace) {

  /** Intervals and deadlines. */
  record Pace(
      Duration keepAlive,
      Duration connect,
      Duration answer,
      Duration backOffMin,
      Duration backOffMax) {}

  /**
   * @param home files are below it
   * @throws io.tidegate.codec.settings.SettingsException with everything that is wrong
   */
  static MqttSettings of(Map<String, ?> properties, Path home) {
    Settings in = Settings.of(UpdateMqttComponent.PID, properties);
    String broker = broker(in);
    String gateway = in.required("gateway");
    if (!gateway.isEmpty() && !gateway.matches("[A-Za-z0-9._-]{1,64}")) {
      in.problem("gateway", "must be 1-64 letters, digits, `.`, `_`, `-`");
    }
    String prefix = in.text("prefix", "tidegate");
    if (!prefix.matches("[A-Za-z0-9._-]{1,64}(/[A-Za-z0-9._-]{1,64}){0,7}")) {
      in.problem("prefix", "must be levels of letters, digits, `.`, `_`, `-` with slashes between");
    }
    TlsFiles tls =
        new TlsFiles(
            in.list("tls.keystore"), in.text("tls.password.file", ""), in.list("tls.truststore"));
    if (broker.startsWith("tcp:") && !(tls.keys().isEmpty() && tls.trusted().isEmpty())) {
      in.problem("url", "must be mqtts:// when there are keys or trusted authorities");
    }
    MqttSettings read =
        new MqttSettings(
            broker,
            gateway,
            prefix + "/" + gateway + "/updates",
            in.file("password.file", home),
            tls,
            Duration.ofHours(in.integer("session.hours", 168, 0, 8_760)),
            pace(in));
    boolean readable = broker.startsWith("tcp:") && !Hosts.isLoopback(host(broker));
    if (readable && read.password.isPresent() && !in.flag("insecure.mqtt", false)) {
      in.problem(
          "url", "must be mqtts://: a password that goes over mqtt:// can be read by others");
    }
    in.check();
    return read;
  }

  private static String host(String broker) {
    return broker.substring(broker.indexOf("://") + 3, broker.lastIndexOf(':'));
  }

  private static String broker(Settings in) {
    String text = in.required("url");
    try {
      URI url = new URI(text).parseServerAuthority();
      boolean secure = "mqtts".equals(url.getScheme());
      boolean known = secure || "mqtt".equals(url.getScheme());
      boolean bare =
          (url.getPath().isEmpty() || url.getPath().equals("/"))
              && url.getQuery() == null
              && url.getUserInfo() == null;
      if (known && bare && url.getHost() != null) {
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 8883 : 1883;
        return (secure ? "ssl://" : "tcp://") + url.getHost() + ":" + port;
      }
    } catch (URISyntaxException e) {
      // the sentence below says what is expected
    }
    if (!text.isEmpty()) {
      in.problem("url", "must be mqtts://host[:port] or mqtt://host[:port]");
    }
    return "ssl://invalid.invalid:8883";
  }

  private static Pace pace(Settings in) {
    Pace pace =
        new Pace(
            Duration.ofSeconds(in.integer("keep.alive.s", 60, 5, 3_600)),
            in.millis("connect.ms", 10_000, 1_000, 120_000),
            in.millis("answer.ms", 30_000, 100, 600_000),
            in.millis("backoff.min.ms", 2_000, 10, 3_600_000),
            in.millis("backoff.max.ms", 300_000, 10, 86_400_000));
    in.ascending("backoff.min.ms", pace.backOffMin, "backoff.max.ms", pace.backOffMax);
    return pace;
  }

  boolean secure() {
    return broker.startsWith("ssl:");
  }
}
