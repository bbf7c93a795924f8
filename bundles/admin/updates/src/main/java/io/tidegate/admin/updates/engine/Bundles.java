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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The bundles of the running framework. Felix refuses an operation when it would have to wait for
 * the lock of the whole framework while it holds a bundle's; the same again is the answer, for a
 * while. Bundles that hang ({@link Hangs}) do not count as there.
 */
public final class Bundles {
  /** The launcher's: above the levels of all bundles, and only reached when they have started. */
  private static final String HIGHEST = "tidegate.startlevel";

  private static final int LOCK_TURNS = 100;
  private static final Duration LOCK_PAUSE = Duration.ofMillis(50);
  private final BundleContext context;
  private final Patience patience;
  private final Hangs hangs;

  public Bundles(BundleContext context, Patience patience, Hangs hangs) {
    this.context = context;
    this.patience = patience;
    this.hangs = hangs;
  }

  /** What can be refused for the lock. */
  @FunctionalInterface
  private interface Call<T> {
    T run() throws BundleException;
  }

  /** Whether the launcher has brought the framework to where it stays. */
  public boolean allStarted() {
    String highest = context.getProperty(HIGHEST);
    Bundle framework = context.getBundle(0);
    return framework.getState() == Bundle.ACTIVE
        && (highest == null
            || framework.adapt(FrameworkStartLevel.class).getStartLevel()
                >= Integer.parseInt(highest));
  }

  /** A property of the framework; nothing where it is not set. */
  Optional<String> property(String name) {
    return Optional.ofNullable(context.getProperty(name));
  }

  /** All but the framework itself, and those that hang. */
  List<Bundle> all() {
    List<Bundle> all = new ArrayList<>(List.of(context.getBundles()));
    all.removeIf(bundle -> bundle.getBundleId() == 0 || hangs.hangs(bundle));
    return all;
  }

  /** The one that runs of that name: the newest, when there are two. */
  Optional<Bundle> running(String symbolicName) {
    return all().stream()
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .filter(Bundles::counts)
        .max(Comparator.comparing(Bundle::getVersion));
  }

  /** Whether a bundle of that name runs, and none of that name is older than it was. */
  boolean succeeds(String symbolicName, String version) {
    return running(symbolicName)
        .filter(bundle -> bundle.getVersion().compareTo(Version.parseVersion(version)) >= 0)
        .isPresent();
  }

  /** Services of those. */
  List<ServiceReference<?>> services() {
    return services(null);
  }

  /**
   * Services of those, of one type.
   *
   * @param type name of an interface; null for all of them
   */
  List<ServiceReference<?>> services(String type) {
    List<Bundle> all = all();
    List<ServiceReference<?>> services = new ArrayList<>();
    try {
      ServiceReference<?>[] found = context.getAllServiceReferences(type, null);
      for (ServiceReference<?> reference : found == null ? new ServiceReference<?>[0] : found) {
        if (all.contains(reference.getBundle())) {
          services.add(reference);
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e); // there is no filter
    }
    return services;
  }

  /**
   * Whether the object of a service can be had. It is given back at once, so that a component which
   * nobody uses rests again.
   *
   * @throws BundleException when its bundle hangs in it
   */
  boolean obtainable(ServiceReference<?> reference, Bundle owner)
      throws BundleException, InterruptedException {
    AtomicBoolean had = new AtomicBoolean();
    hangs.run(
        owner,
        Hangs.Work.SERVICE,
        () -> {
          had.set(context.getService(reference) != null);
          boolean unused = context.ungetService(reference);
        },
        () -> {});
    return had.get();
  }

  /** What a service that is there says; the caller's thread. */
  <T> Optional<T> ask(ServiceReference<?> reference, Function<Object, T> question) {
    Object service = context.getService(reference);
    try {
      return Optional.ofNullable(service).map(question);
    } finally {
      boolean unused = context.ungetService(reference);
    }
  }

  /** Whether it does anything: active, starting lazily, or a fragment that is there. */
  private static boolean counts(Bundle bundle) {
    // one that starts and is not lazy is not through its activator, and may never be
    return fragment(bundle)
        || bundle.getState() == Bundle.ACTIVE
        || (bundle.getState() == Bundle.STARTING && lazy(bundle));
  }

  private static boolean lazy(Bundle bundle) {
    String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
    return policy != null && policy.startsWith(Constants.ACTIVATION_LAZY);
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

  /**
   * Starts a bundle that comes, also at the next start of the framework. When it hangs and is back
   * one day, it is removed.
   */
  void start(Bundle bundle) throws BundleException, InterruptedException {
    start(bundle, () -> remove(bundle));
  }

  /** Starts a bundle that was there before; when that takes long, so be it. */
  void startAgain(Bundle bundle) throws BundleException, InterruptedException {
    start(bundle, () -> {});
  }

  private void start(Bundle bundle, Hangs.Operation late)
      throws BundleException, InterruptedException {
    if (!fragment(bundle)) {
      hangs.run(bundle, Hangs.Work.START, () -> starting(bundle), late);
    }
  }

  private void starting(Bundle bundle) throws BundleException, InterruptedException {
    patiently(
        () -> {
          bundle.start(Bundle.START_ACTIVATION_POLICY);
          return bundle;
        });
  }

  /**
   * Stops a bundle that goes, when it runs. When it hangs and is back one day it is started again,
   * unless another one of its name runs: the order to stop it has failed.
   */
  void stop(Bundle bundle) throws BundleException, InterruptedException {
    stop(
        bundle,
        () -> {
          if (running(bundle.getSymbolicName()).isEmpty()) {
            starting(bundle);
          }
        });
  }

  private void stop(Bundle bundle, Hangs.Operation late)
      throws BundleException, InterruptedException {
    if (!fragment(bundle) && (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0) {
      hangs.run(
          bundle,
          Hangs.Work.STOP,
          () ->
              patiently(
                  () -> {
                    bundle.stop();
                    return bundle;
                  }),
          late);
    }
  }

  /** Stops a bundle that has come, and uninstalls it; when it is back too late all the same. */
  void withdraw(Bundle bundle) throws BundleException, InterruptedException {
    stop(bundle, () -> remove(bundle));
    uninstall(bundle);
  }

  /** Stops a bundle that has come; when that hangs it is removed as soon as it is back. */
  void silence(Bundle bundle) throws BundleException, InterruptedException {
    stop(bundle, () -> remove(bundle));
  }

  void uninstall(Bundle bundle) throws BundleException, InterruptedException {
    if (bundle.getState() != Bundle.UNINSTALLED) {
      hangs.run(bundle, Hangs.Work.REMOVAL, () -> remove(bundle), () -> {});
    }
  }

  private void remove(Bundle bundle) throws BundleException, InterruptedException {
    if (bundle.getState() != Bundle.UNINSTALLED) {
      patiently(
          () -> {
            bundle.uninstall();
            return bundle;
          });
    }
  }

  private <T> T patiently(Call<T> operation) throws BundleException, InterruptedException {
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
