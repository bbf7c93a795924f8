package io.tidegate.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Each bundle of ours alone beside the platform: it starts, is updated in place, and stops without
 * a trace.
 */
class BundleSmokeIT {
  private static final int LOCK_TURNS = 100;

  private static Platform platform;

  @TempDir static Path home;

  @BeforeAll
  static void startPlatform() throws Exception {
    platform = Platform.start(home);
  }

  @AfterAll
  static void stopPlatform() throws Exception {
    platform.close();
  }

  static Stream<String> implementations() {
    return Site.jars().stream().filter(jar -> jar.ours() && jar.level() > 3).map(Site.Jar::name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("implementations")
  void startsIsUpdatedAndStopsAlone(String name) throws Exception {
    Site.Jar jar = Site.jar(name);
    Set<String> threads = threads();
    Bundle bundle = platform.install(jar);
    bundle.start();
    assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);

    List<WeakReference<ClassLoader>> old = new ArrayList<>();
    for (int version = 0; version < 3; version++) {
      old.add(new WeakReference<>(loader(bundle)));
      update(bundle, jar);
      assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    }

    long begun = System.nanoTime();
    bundle.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    assertThat(bundle.getRegisteredServices()).isNull();
    bundle.uninstall();
    await(
        () -> threads.containsAll(threads()),
        "threads that " + name + " left behind: " + threads());
    // One may stay for good, in the stack trace that a library's static initialiser keeps (Netty's
    // GlobalEventExecutor); what must not happen is that each update leaves another.
    await(() -> uncollected(old) <= 1, "old class loaders of " + name + " are still referenced");
  }

  /**
   * Felix takes back the lock of a bundle that is being updated when a class that is being wired
   * elsewhere needs the lock of the whole framework, and says so with an exception; the same again
   * is the answer, as the updater gives it.
   */
  private static void update(Bundle bundle, Site.Jar jar) throws Exception {
    for (int left = LOCK_TURNS; ; left--) {
      try (InputStream again = Files.newInputStream(jar.file())) {
        bundle.update(again);
        if (left < LOCK_TURNS && bundle.getState() != Bundle.ACTIVE) {
          bundle.start();
        }
        return;
      } catch (BundleException e) {
        if (left == 0 || !String.valueOf(e.getMessage()).contains("global lock")) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  private static ClassLoader loader(Bundle bundle) {
    return bundle.adapt(BundleWiring.class).getClassLoader();
  }

  private static long uncollected(List<WeakReference<ClassLoader>> references) {
    System.gc();
    return references.stream().filter(reference -> reference.get() != null).count();
  }

  /** Names of our threads: no bundle leaves one. */
  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("tidegate")) {
        names.add(thread.getName());
      }
    }
    return names;
  }

  private static void await(BooleanSupplier condition, String otherwise)
      throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(otherwise).isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
