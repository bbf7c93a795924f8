package io.tidegate.charging.slac;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.codec.settings.Settings;
import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.Octets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A validated configuration.
 *
 * @param device name of the network interface that leads to the modem
 * @param modem where our modem takes messages
 * @param stationId 17 octets, sent to vehicles
 * @param offsetDb of our own circuit, taken off what is measured
 */
record SlacSettings(
    EvseId evse,
    String device,
    MacAddress modem,
    Rules.Maker maker,
    Octets stationId,
    double offsetDb,
    Duration init,
    Duration keepalive) {

  /** Where modems of Qualcomm take messages of their host. */
  static final String LOCAL_MODEM = "00:b0:52:00:00:01";

  /** Linux takes no longer names. */
  private static final int LONGEST_NAME = 15;

  /**
   * None while neither EVSE nor interface is named. Throws {@link
   * io.tidegate.codec.settings.SettingsException} with everything that is wrong.
   */
  static Optional<SlacSettings> read(String pid, Map<String, ?> properties) {
    Settings settings = Settings.of(pid, properties);
    if (settings.text("evse", "").isEmpty() && settings.text("interface", "").isEmpty()) {
      return Optional.empty();
    }
    EvseId evse = evse(settings);
    String device = settings.required("interface");
    if (device.length() > LONGEST_NAME) {
      settings.problem("interface", "must be a network interface's name, at most 15 characters");
    }
    MacAddress modem = modem(settings);
    Rules.Maker maker = settings.choice("maker", Rules.Maker.class, Rules.Maker.AUTO);
    String stationId = settings.text("stationId", "");
    if (stationId.length() > Mme.STATION_ID
        || stationId.chars().anyMatch(c -> c < ' ' || c > '~')) {
      settings.problem("stationId", "must be at most 17 characters of ASCII");
      stationId = "";
    }
    SlacSettings read =
        new SlacSettings(
            evse,
            device,
            modem,
            maker,
            Octets.text(stationId, Mme.STATION_ID),
            settings.number("attenuationOffsetDb", 0, 0, 60),
            settings.millis("initTimeoutMs", 50_000, 20_000, 50_000),
            settings.millis("keepaliveMs", 100, 50, 1_000));
    settings.check();
    return Optional.of(read);
  }

  private static EvseId evse(Settings settings) {
    String name = settings.required("evse");
    try {
      return new EvseId(name);
    } catch (IllegalArgumentException e) {
      if (!name.isEmpty()) {
        settings.problem("evse", e.getMessage());
      }
      return new EvseId("none");
    }
  }

  private static MacAddress modem(Settings settings) {
    try {
      return MacAddress.parse(settings.text("modem", LOCAL_MODEM));
    } catch (IllegalArgumentException e) {
      settings.problem("modem", "must be a MAC address, " + e.getMessage());
      return MacAddress.parse(LOCAL_MODEM);
    }
  }

  Rules rules(MacAddress self) {
    return new Rules(self, modem, maker, stationId, offsetDb, init.toNanos(), keepalive.toNanos());
  }
}
