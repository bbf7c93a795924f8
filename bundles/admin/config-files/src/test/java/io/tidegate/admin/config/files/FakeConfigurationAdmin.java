package io.tidegate.admin.config.files;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Configuration Admin in memory, as far as this bundle uses it; counts updates. */
final class FakeConfigurationAdmin implements ConfigurationAdmin {
  final Map<String, Entry> entries = Collections.synchronizedMap(new TreeMap<>());
  final List<String> updates = Collections.synchronizedList(new ArrayList<>());

  Map<String, Object> properties(String pid) {
    Entry entry = entries.get(pid);
    return entry == null || entry.content == null ? null : entry.content;
  }

  Object value(String pid, String key) {
    Map<String, Object> properties = properties(pid);
    return properties == null ? null : properties.get(key);
  }

  @Override
  public Configuration createFactoryConfiguration(String factoryPid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Configuration createFactoryConfiguration(String factoryPid, String location) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Configuration getConfiguration(String pid, String location) {
    return entries.computeIfAbsent(pid, p -> new Entry(p, null, location));
  }

  @Override
  public Configuration getConfiguration(String pid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Configuration getFactoryConfiguration(String factoryPid, String name, String location) {
    return entries.computeIfAbsent(
        factoryPid + "~" + name, p -> new Entry(p, factoryPid, location));
  }

  @Override
  public Configuration getFactoryConfiguration(String factoryPid, String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Configuration[] listConfigurations(String filter) {
    String key = filter.substring(1, filter.length() - 3);
    Configuration[] found =
        entries.values().stream()
            .filter(e -> e.content != null && e.content.containsKey(key))
            .toArray(Configuration[]::new);
    return found.length == 0 ? null : found;
  }

  final class Entry implements Configuration {
    final String pid;
    final String factoryPid;
    final String location;
    volatile Map<String, Object> content;

    Entry(String pid, String factoryPid, String location) {
      this.pid = pid;
      this.factoryPid = factoryPid;
      this.location = location;
    }

    @Override
    public String getPid() {
      return pid;
    }

    @Override
    public Dictionary<String, Object> getProperties() {
      Hashtable<String, Object> all = new Hashtable<>(content);
      all.put("service.pid", pid);
      return all;
    }

    @Override
    public Dictionary<String, Object> getProcessedProperties(ServiceReference<?> reference) {
      return getProperties();
    }

    @Override
    public void delete() {
      entries.remove(pid);
      updates.add("-" + pid);
    }

    @Override
    public String getFactoryPid() {
      return factoryPid;
    }

    @Override
    public void update(Dictionary<String, ?> properties) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void update() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean updateIfDifferent(Dictionary<String, ?> properties) {
      Map<String, Object> next = new HashMap<>();
      for (String key : Collections.list(properties.keys())) {
        next.put(key, properties.get(key));
      }
      boolean different = !next.equals(content);
      content = next;
      if (different) {
        updates.add(pid);
      }
      return different;
    }

    @Override
    public void setBundleLocation(String to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getBundleLocation() {
      return location;
    }

    @Override
    public long getChangeCount() {
      return 0;
    }

    @Override
    public void addAttributes(ConfigurationAttribute... attributes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<ConfigurationAttribute> getAttributes() {
      return Set.of();
    }

    @Override
    public void removeAttributes(ConfigurationAttribute... attributes) {
      throw new UnsupportedOperationException();
    }
  }
}
