package io.tidegate.core.keys;

import io.tidegate.codec.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The validated configuration of our own authority.
 *
 * @param name of the file with the authority's key and chain, for sentences
 * @param password file whose first line opens it
 * @param create makes an authority when there is none
 * @param organization O that requests must name, empty: any
 */
record AuthoritySettings(
    String name,
    Path keys,
    Optional<Path> password,
    boolean create,
    Duration validity,
    String organization) {

  static AuthoritySettings from(Map<String, ?> properties, Path home) {
    Settings in = Settings.of(AuthorityComponent.NAME, properties);
    String name = in.text("keys", "data/keys/station-ca.pem");
    AuthoritySettings values =
        new AuthoritySettings(
            name,
            home.resolve(name),
            in.file("password.file", home),
            in.flag("create", false),
            Duration.ofDays(in.integer("validity.days", 365, 1, 3650)),
            in.text("organization", ""));
    in.check();
    return values;
  }
}
