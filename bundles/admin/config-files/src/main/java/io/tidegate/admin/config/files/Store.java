package io.tidegate.admin.config.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Our configurations in Configuration Admin. They carry a private mark, so that one whose file went
 * away while the gateway was down is found, and nobody else's is ever touched. One thread.
 */
final class Store {
  /** Name of the mark; a leading dot keeps it out of service properties (Compendium 112.6). */
  static final String MARK = ".tidegate.config.file";

  private final ConfigurationAdmin admin;

  Store(ConfigurationAdmin admin) {
    this.admin = admin;
  }

  /**
   * Updates or creates one configuration; does nothing when it has this content already.
   *
   * @return whether it was different
   */
  @SuppressWarnings("JdkObsolete") // Configuration Admin takes a Dictionary
  boolean put(String pid, Map<String, String> properties) throws IOException {
    Dictionary<String, Object> content = new Hashtable<>(properties);
    content.put(MARK, pid + Snapshot.SUFFIX);
    return configuration(pid).updateIfDifferent(content);
  }

  /** Properties of one of ours as they are now. */
  Optional<Map<String, String>> get(String pid) throws IOException {
    for (Configuration configuration : ours()) {
      if (configuration.getPid().equals(pid)) {
        Map<String, String> properties = new HashMap<>();
        Dictionary<String, Object> all = configuration.getProperties();
        for (String key : Collections.list(all.keys())) {
          boolean framework = key.startsWith("service.") || key.startsWith(".tidegate.");
          if (!framework) {
            properties.put(key, String.valueOf(all.get(key)));
          }
        }
        return Optional.of(properties);
      }
    }
    return Optional.empty();
  }

  /** Deletes one of ours. */
  boolean delete(String pid) throws IOException {
    for (Configuration configuration : ours()) {
      if (configuration.getPid().equals(pid)) {
        configuration.delete();
        return true;
      }
    }
    return false;
  }

  /** PIDs of ours. */
  List<String> pids() throws IOException {
    List<String> pids = new ArrayList<>();
    for (Configuration configuration : ours()) {
      pids.add(configuration.getPid());
    }
    return pids;
  }

  private List<Configuration> ours() throws IOException {
    try {
      Configuration[] found = admin.listConfigurations("(" + MARK + "=*)");
      return found == null ? List.of() : List.of(found);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("the filter is a constant", e);
    }
  }

  private Configuration configuration(String pid) throws IOException {
    int tilde = pid.indexOf('~');
    return tilde < 0
        ? admin.getConfiguration(pid, "?")
        : admin.getFactoryConfiguration(pid.substring(0, tilde), pid.substring(tilde + 1), "?");
  }
}
