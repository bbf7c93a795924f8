package io.tidegate.itests.host;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.crypto.CryptoService;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A double of Kura's ConfigurationService, by its rules: it tracks references of
 * ConfigurableComponent and never their objects, finds forms by the names of files of active
 * bundles, writes their defaults, encrypts passwords, and checks no value.
 */
final class KuraHost implements AutoCloseable {
  private static final String NAME = "kura.service.pid";
  private final BundleContext context;
  private final ConfigurationAdmin configurations;
  private final MetaTypeService metatype;
  private final CryptoService crypto;
  private final Map<String, Form> forms = new ConcurrentHashMap<>();
  private final Map<String, String> pids = new ConcurrentHashMap<>();
  private final Map<String, String> factories = new ConcurrentHashMap<>();
  final List<String> complaints = new CopyOnWriteArrayList<>();
  private ServiceTracker<ConfigurableComponent, String> components;
  private BundleTracker<Bundle> bundles;

  KuraHost(
      BundleContext context,
      ConfigurationAdmin configurations,
      MetaTypeService metatype,
      CryptoService crypto) {
    this.context = context;
    this.configurations = configurations;
    this.metatype = metatype;
    this.crypto = crypto;
  }

  void open() {
    components =
        new ServiceTracker<>(context, ConfigurableComponent.class, null) {
          @Override
          public String addingService(ServiceReference<ConfigurableComponent> reference) {
            return track(reference);
          }

          @Override
          public void removedService(
              ServiceReference<ConfigurableComponent> reference, String name) {
            pids.remove(name);
            factories.remove(name);
          }
        };
    components.open();
    bundles =
        new BundleTracker<>(context, Bundle.ACTIVE, null) {
          @Override
          public Bundle addingBundle(Bundle bundle, BundleEvent event) {
            find(bundle);
            return bundle;
          }
        };
    bundles.open();
  }

  /** Names of what the console shows, with the PIDs behind them. */
  Map<String, String> shown() {
    return Map.copyOf(pids);
  }

  /** Factories' PIDs by the names of their instances. */
  Map<String, String> instances() {
    return Map.copyOf(factories);
  }

  Set<String> forms() {
    return Set.copyOf(forms.keySet());
  }

  private String track(ServiceReference<ConfigurableComponent> reference) {
    Object pid = reference.getProperty("service.pid");
    Object name = reference.getProperty(NAME);
    Object factory = reference.getProperty("service.factoryPid");
    if (!(pid instanceof String) || !(name instanceof String)) {
      complaints.add("service.pid " + pid + ", " + NAME + " " + name);
      return "";
    }
    if (pids.put((String) name, (String) pid) != null) {
      complaints.add(name + " is there twice");
    }
    if (factory != null) {
      factories.put((String) name, (String) factory);
      Form form = forms.get(factory);
      if (form != null) {
        seed((String) name, form);
      }
    }
    return (String) name;
  }

  private void find(Bundle bundle) {
    MetaTypeInformation information = metatype.getMetaTypeInformation(bundle);
    if (information == null) {
      return;
    }
    List<String> all = new ArrayList<>(List.of(information.getPids()));
    all.addAll(List.of(information.getFactoryPids()));
    for (String pid : all) {
      try {
        Form form = Form.read(bundle, pid);
        if (form != null) {
          forms.put(pid, form);
          if (!form.factory()) {
            seed(pid, form);
          }
        }
      } catch (Exception e) {
        complaints.add(bundle + ": " + e);
      }
    }
  }

  /** Merges what is there with the form's defaults. */
  private void seed(String name, Form form) {
    try {
      Configuration configuration =
          configurations.getConfiguration(pids.getOrDefault(name, name), "?");
      Dictionary<String, Object> properties = configuration.getProperties();
      configuration.update(merged(name, form, properties == null ? Map.of() : map(properties)));
    } catch (Exception e) {
      complaints.add(name + ": " + e);
    }
  }

  private Dictionary<String, Object> merged(String name, Form form, Map<String, Object> known) {
    Map<String, Object> merged = new HashMap<>();
    form.defaults().forEach((id, text) -> merged.put(id, form.typed(id, text)));
    merged.putAll(known);
    merged.putIfAbsent(NAME, name);
    return new Hashtable<>(merged);
  }

  private static Map<String, Object> map(Dictionary<String, Object> properties) {
    Map<String, Object> map = new HashMap<>();
    for (Enumeration<String> keys = properties.keys(); keys.hasMoreElements(); ) {
      String key = keys.nextElement();
      map.put(key, properties.get(key));
    }
    return map;
  }

  /** What a snapshot holds before anything of ours starts. */
  void snapshot(String pid, Map<String, Object> properties) throws Exception {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(NAME, pid);
    configurations.getConfiguration(pid, "?").update(new Hashtable<>(all));
  }

  /** The console's "+" dialog. */
  void create(String factory, String name, Map<String, Object> properties) throws Exception {
    Configuration configuration = configurations.createFactoryConfiguration(factory, null);
    configuration.update(
        merged(name, forms.get(factory), encrypted(forms.get(factory), properties)));
  }

  void delete(String name) throws Exception {
    configurations.getConfiguration(pids.get(name), "?").delete();
  }

  /** The console's "Apply"; nothing but the type is looked at. */
  void update(String name, Map<String, Object> properties) throws Exception {
    Configuration configuration = configurations.getConfiguration(pids.get(name), "?");
    Form form = forms.get(factories.getOrDefault(name, name));
    Map<String, Object> all = map(configuration.getProperties());
    all.putAll(encrypted(form, properties));
    configuration.update(new Hashtable<>(all));
  }

  Object held(String name, String field) throws Exception {
    return configurations.getConfiguration(pids.get(name), "?").getProperties().get(field);
  }

  private Map<String, Object> encrypted(Form form, Map<String, Object> properties)
      throws Exception {
    Map<String, Object> all = new HashMap<>(properties);
    for (Map.Entry<String, Object> entry : all.entrySet()) {
      if ("Password".equals(form.types().get(entry.getKey()))) {
        char[] plain = entry.getValue().toString().toCharArray();
        entry.setValue(new String(crypto.encryptAes(plain)));
      }
    }
    return all;
  }

  @Override
  public void close() {
    bundles.close();
    components.close();
  }
}
