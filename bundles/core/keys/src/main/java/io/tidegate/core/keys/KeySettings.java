package io.tidegate.core.keys;

import io.tidegate.codec.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The validated configuration.
 *
 * @param warnBefore a certificate that expires sooner turns health amber
 * @param token the PKCS#11 token, when there is one
 */
record KeySettings(Duration warnBefore, Optional<TokenFile> token) {

  /**
   * A PKCS#11 token.
   *
   * @param library the driver's shared object
   * @param slotIndex position in the driver's list of slots, from 0
   * @param pinFile its first line is the user PIN
   */
  record TokenFile(Path library, int slotIndex, Path pinFile) {}

  static final KeySettings DEFAULT = from(Map.of(), Path.of(""));

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with all that is wrong. */
  static KeySettings from(Map<String, ?> properties, Path home) {
    Settings in = Settings.of(KeysComponent.NAME, properties);
    int days = in.integer("warn.days", 30, 1, 365);
    String library = in.text("pkcs11.library", "");
    String pin = in.text("pkcs11.pin.file", "");
    int slot = in.integer("pkcs11.slot.index", 0, 0, 255);
    if (!library.isEmpty() && pin.isEmpty()) {
      in.problem("pkcs11.pin.file", "is missing, but pkcs11.library is set");
    }
    in.check();
    return new KeySettings(
        Duration.ofDays(days),
        library.isEmpty()
            ? Optional.empty()
            : Optional.of(new TokenFile(home.resolve(library), slot, home.resolve(pin))));
  }
}
