package io.tidegate.hardware.profiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a profile's buses and meters into being as factory configurations. A configuration file of
 * the same PID wins: then the profile's is not touched.
 */
final class Wirer {
  private static final Logger LOG = LoggerFactory.getLogger(Wirer.class);

  /** A leading dot keeps it out of service properties. */
  private static final String MARK = ".tidegate.hardware.profile";

  private final ConfigurationAdmin admin;
  private final Path configFolder;

  Wirer(ConfigurationAdmin admin, Path configFolder) {
    this.admin = admin;
    this.configFolder = configFolder;
  }

  /** Creates and updates what the profile brings, deletes what an earlier profile brought. */
  @SuppressWarnings("JdkObsolete") // Configuration Admin takes a Dictionary
  void apply(String model, List<Profile.Wiring> wiring) throws IOException {
    Set<String> wanted = new HashSet<>();
    for (Profile.Wiring each : wiring) {
      if (Files.exists(configFolder.resolve(each.pid() + ".cfg"))) {
        LOG.info("Profile {}: {} has a configuration file, which wins", model, each.pid());
        continue;
      }
      wanted.add(each.pid());
      Dictionary<String, Object> properties = new Hashtable<>(each.properties());
      properties.put(MARK, model);
      Configuration configuration =
          admin.getFactoryConfiguration(each.factoryPid(), each.name(), "?");
      if (configuration.updateIfDifferent(properties)) {
        LOG.info("Profile {} brings {}", model, each.pid());
      }
    }
    forget(wanted);
  }

  private void forget(Set<String> wanted) throws IOException {
    try {
      Configuration[] ours = admin.listConfigurations("(" + MARK + "=*)");
      for (Configuration configuration : ours == null ? new Configuration[0] : ours) {
        if (!wanted.contains(configuration.getPid())) {
          LOG.info("No profile brings {} any more", configuration.getPid());
          configuration.delete();
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("our own filter", e);
    }
  }
}
