package io.tidegate.host.kura;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;

/**
 * The configuration forms that our bundles bring, as far as Kura can find them: a PID of the
 * bundle's metatype with a file of that name. Used by one thread.
 */
final class Forms {
  private static final String OURS = "io.tidegate.";
  private static final String API = OURS + "api.";
  private static final String ITSELF = "org.eclipse.kura.configuration.ConfigurableComponent";

  private final MetaTypeService metatype;
  private final Map<Long, Known> known = new HashMap<>();

  Forms(MetaTypeService metatype) {
    this.metatype = metatype;
  }

  /**
   * PIDs of one bundle.
   *
   * @param single of components that are there once
   * @param factories of those with instances
   */
  record Pids(Set<String> single, Set<String> factories) {
    private static final Pids NONE = new Pids(Set.of(), Set.of());
  }

  private record Known(long modified, Pids pids) {}

  /** Those of all bundles that are ours and active; what a bundle brings is read once. */
  Pids of(Bundle... bundles) {
    Pids all = new Pids(new HashSet<>(), new HashSet<>());
    Set<Long> seen = new HashSet<>();
    for (Bundle bundle : bundles) {
      if (bundle.getState() == Bundle.ACTIVE) {
        seen.add(bundle.getBundleId());
        Pids pids = read(bundle);
        all.single.addAll(pids.single);
        all.factories.addAll(pids.factories);
      }
    }
    known.keySet().retainAll(seen);
    return all;
  }

  private Pids read(Bundle bundle) {
    Known before = known.get(bundle.getBundleId());
    if (before != null && before.modified == bundle.getLastModified()) {
      return before.pids;
    }
    Pids pids = isOurs(bundle) ? find(bundle) : Pids.NONE;
    known.put(bundle.getBundleId(), new Known(bundle.getLastModified(), pids));
    return pids;
  }

  /** By its name, or because it is a vendor's that plugs into our api. */
  private static boolean isOurs(Bundle bundle) {
    if (String.valueOf(bundle.getSymbolicName()).startsWith(OURS)) {
      return true;
    }
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    List<BundleWire> wires =
        wiring == null ? null : wiring.getRequiredWires(BundleRevision.PACKAGE_NAMESPACE);
    return wires != null
        && wires.stream()
            .map(wire -> wire.getCapability().getAttributes().get(BundleRevision.PACKAGE_NAMESPACE))
            .anyMatch(name -> String.valueOf(name).startsWith(API));
  }

  private Pids find(Bundle bundle) {
    MetaTypeInformation information = metatype.getMetaTypeInformation(bundle);
    if (information == null) {
      return Pids.NONE;
    }
    Set<String> selves = selves(bundle);
    return new Pids(
        shown(bundle, information.getPids(), selves),
        shown(bundle, information.getFactoryPids(), selves));
  }

  private static Set<String> shown(Bundle bundle, String[] pids, Set<String> selves) {
    Set<String> shown = new HashSet<>();
    for (String pid : pids == null ? new String[0] : pids) {
      if (bundle.getEntry("OSGI-INF/metatype/" + pid + ".xml") != null && !selves.contains(pid)) {
        shown.add(pid);
      }
    }
    return shown;
  }

  /** Components that are Kura's own kind already (drivers): they show themselves. */
  private static Set<String> selves(Bundle bundle) {
    Set<String> names = new HashSet<>();
    Enumeration<URL> files = bundle.findEntries("OSGI-INF", "*.xml", false);
    for (URL file : files == null ? List.<URL>of() : Collections.list(files)) {
      try (InputStream in = file.openStream()) {
        if (new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(ITSELF)) {
          String path = file.getPath();
          names.add(path.substring(path.lastIndexOf('/') + 1, path.length() - ".xml".length()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be read", e);
      }
    }
    return names;
  }
}
