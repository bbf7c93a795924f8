package io.tidegate.host.kura.cloud;

import io.tidegate.api.quantity.ControllerId;
import io.tidegate.codec.settings.Settings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A validated configuration.
 *
 * @param controllers mandate sources that may command through Kura; none: nobody may
 * @param updates whether releases may be ordered
 * @param perMinute most requests in a minute, of all senders together
 */
record CloudSettings(Set<ControllerId> controllers, boolean updates, int perMinute) {

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with everything that is wrong. */
  static CloudSettings read(Map<String, ?> properties) {
    Settings in = Settings.of(CloudRequests.PID, properties);
    Set<ControllerId> controllers = new HashSet<>();
    for (String name : in.list("controllers")) {
      try {
        controllers.add(new ControllerId(name));
      } catch (IllegalArgumentException e) {
        in.problem("controllers", "\"" + name + "\" is no id of a mandate source");
      }
    }
    CloudSettings read =
        new CloudSettings(
            Set.copyOf(controllers),
            in.flag("updates", false),
            in.integer("requests.per.minute", 120, 1, 6_000));
    in.check();
    return read;
  }
}
