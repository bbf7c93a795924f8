package io.tidegate.admin.updates.engine;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The bundles of the running framework. Felix refuses an operation when it would have to wait for
 * the lock of the whole framework while it holds a bundle's; the same again is the answer, for a
 * while.
 */
final class Bundles {
  private static final int LOCK_TURNS = 100;
  private static final Duration LOCK_PAUSE = Duration.ofMillis(50);
  private final BundleContext context;
  private final Patience patience;

  Bundles(BundleContext context, Patience patience) {
    this.context = context;
    this.patience = patience;
  }

  /** What can be refused for the lock. */
  @FunctionalInterface
  private interface Operation<T> {
    T run() throws BundleException;
  }

  /** All but the framework itself. */
  List<Bundle> all() {
    List<Bundle> all = new ArrayList<>(List.of(context.getBundles()));
    all.removeIf(bundle -> bundle.getBundleId() == 0);
    return all;
  }

  /** The one that runs of that name: the newest, when there are two. */
  Optional<Bundle> running(String symbolicName) {
    return all().stream()
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .filter(Bundles::counts)
        .max(Comparator.comparing(Bundle::getVersion));
  }

  /** Whether it does anything: active, starting lazily, or a fragment that is there. */
  private static boolean counts(Bundle bundle) {
    return fragment(bundle) || (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0;
  }

  static boolean fragment(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  Optional<Bundle> at(String location) {
    return location.isEmpty() ? Optional.empty() : Optional.ofNullable(context.getBundle(location));
  }

  /** Installs a jar where it lies, unless it is; it is not started. */
  Bundle install(String location, int level) throws BundleException, InterruptedException {
    Bundle there = context.getBundle(location);
    if (there != null) {
      return there;
    }
    Bundle bundle = patiently(() -> context.installBundle(location));
    bundle.adapt(BundleStartLevel.class).setStartLevel(level);
    return bundle;
  }

  /** Starts it, also at the next start of the framework. */
  void start(Bundle bundle) throws BundleException, InterruptedException {
    if (!fragment(bundle)) {
      patiently(
          () -> {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
            return bundle;
          });
    }
  }

  /** Stops it when it runs. */
  void stop(Bundle bundle) throws BundleException, InterruptedException {
    if (!fragment(bundle) && (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0) {
      patiently(
          () -> {
            bundle.stop();
            return bundle;
          });
    }
  }

  void uninstall(Bundle bundle) throws BundleException, InterruptedException {
    if (bundle.getState() != Bundle.UNINSTALLED) {
      patiently(
          () -> {
            bundle.uninstall();
            return bundle;
          });
    }
  }

  private <T> T patiently(Operation<T> operation) throws BundleException, InterruptedException {
    for (int left = LOCK_TURNS; ; left--) {
      try {
        return operation.run();
      } catch (BundleException e) {
        if (left == 0 || !String.valueOf(e.getMessage()).contains("global lock")) {
          throw e;
        }
        patience.pause(LOCK_PAUSE);
      }
    }
  }

  /** What a bundle asks for and offers. */
  static Needs needs(Bundle bundle) {
    Dictionary<String, String> headers = bundle.getHeaders("");
    Map<String, String> map = new HashMap<>();
    Collections.list(headers.keys()).forEach(key -> map.put(key, headers.get(key)));
    return new Needs(map);
  }

  /** That bundle, with its jar where that is known. */
  Piece piece(Bundle bundle) {
    String location = bundle.getLocation();
    String path = bundle.getHeaders("").get(Constants.BUNDLE_CLASSPATH);
    return new Piece(
        location,
        needs(bundle),
        () ->
            location.startsWith(Plan.REFERENCE)
                ? ClassPath.of(
                    Path.of(URI.create(location.substring(Plan.REFERENCE.length()))), path)
                : ClassPath.of(bundle));
  }

  /** What the framework offers: its own packages, those of Java, what it can execute. */
  List<Needs.Offer> platform() {
    List<Needs.Offer> offers = new ArrayList<>();
    BundleRevision revision = context.getBundle(0).adapt(BundleRevision.class);
    for (BundleCapability capability : revision.getDeclaredCapabilities(null)) {
      offers.add(new Needs.Offer(capability.getNamespace(), capability.getAttributes()));
    }
    return offers;
  }
}
