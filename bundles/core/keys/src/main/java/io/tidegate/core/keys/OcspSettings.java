package io.tidegate.core.keys;

import io.tidegate.codec.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The validated configuration.
 *
 * @param hosts responders that may be asked, in lower case; stations and certificates name them, so
 *     others are not
 */
record OcspSettings(Set<String> hosts, Duration deadline, int most) {
  OcspSettings {
    hosts = Set.copyOf(hosts);
  }

  static OcspSettings from(Map<String, ?> properties) {
    Settings in = Settings.of(OcspClient.NAME, properties);
    Set<String> hosts =
        in.list("hosts").stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    OcspSettings values =
        new OcspSettings(
            hosts,
            in.millis("deadline.ms", 5_000, 100, 60_000),
            in.integer("cache.max", 10_000, 1, 1_000_000));
    in.check();
    return values;
  }

  boolean allows(URI responder) {
    String scheme = responder.getScheme();
    return ("http".equals(scheme) || "https".equals(scheme))
        && responder.getHost() != null
        && hosts.contains(responder.getHost().toLowerCase(Locale.ROOT));
  }
}
