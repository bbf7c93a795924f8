package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleWiring;

@Timeout(120)
class ContainerTest {
  @TempDir Path folder;
  private final StringBuffer trace = new StringBuffer();

  @BeforeEach
  void noTrace() {
    System.getProperties().put("container.test.trace", trace);
  }

  @AfterEach
  void forget() {
    System.getProperties().remove("container.test.hold");
    System.getProperties().remove("container.test.trace");
    System.getProperties().remove("container.test.gate");
    System.getProperties().remove("container.test.lock");
  }

  /** Writes down when it is started, told of the framework's end, and stopped. */
  public static final class Tracer implements BundleActivator {
    private static void note(String what, BundleContext context) {
      ((StringBuffer) System.getProperties().get("container.test.trace"))
          .append(what)
          .append(context.getBundle().getSymbolicName())
          .append(' ');
    }

    @Override
    public void start(BundleContext context) throws InterruptedException, BundleException {
      if (System.getProperties().get("container.test.lock") instanceof AtomicInteger turns
          && turns.getAndDecrement() > 0) {
        throw new BundleException("Unable to acquire global lock for resolve.");
      }
      if (System.getProperties().get("container.test.gate") instanceof CountDownLatch gate) {
        gate.await();
      }
      note("+", context);
      SynchronousBundleListener end =
          event -> {
            if (event.getBundle().getBundleId() == 0 && event.getType() == BundleEvent.STOPPING) {
              note("!", context);
            }
          };
      context.addBundleListener(end);
    }

    @Override
    public void stop(BundleContext context) throws InterruptedException {
      if (System.getProperties().get("container.test.hold") instanceof CountDownLatch hold) {
        hold.await();
      }
      note("-", context);
    }
  }

  private void bundle(int level, String name, String imports) throws IOException {
    bundle(level, name, imports, "");
  }

  private void bundle(int level, String name, String imports, String exports) throws IOException {
    Path jar = folder.resolve("bundle/" + level + "/" + name + ".jar");
    Files.createDirectories(jar.getParent());
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
    manifest.getMainAttributes().putValue("Bundle-Activator", Tracer.class.getName());
    manifest.getMainAttributes().putValue("Import-Package", imports);
    if (!exports.isEmpty()) {
      manifest.getMainAttributes().putValue("Export-Package", exports);
    }
    String entry = Tracer.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream in = Tracer.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
      out.closeEntry();
    }
  }

  private Container start(int highest) throws CommandException {
    return Container.start(
        new Distribution(folder).bundles(),
        folder.resolve("cache"),
        highest,
        Map.of("tidegate.home", "x"));
  }

  @Test
  void startsLevelByLevelAndStopsBackwardsAfterEverybodyWasTold() throws Exception {
    bundle(1, "z", "org.osgi.framework");
    bundle(2, "b", "org.osgi.framework");
    bundle(5, "a", "org.osgi.framework");
    Container container = start(99);
    assertThat(container.problems()).isEmpty();
    assertThat(container.context().getProperty("tidegate.home")).isEqualTo("x");
    assertThat(container.stop(5_000)).isTrue();
    assertThat(trace.toString()).startsWith("+z +b +a ").endsWith("-a -b -z ");
    assertThat(trace.substring("+z +b +a ".length(), trace.indexOf("-")))
        .as("everybody is told before the first is stopped")
        .contains("!z", "!b", "!a");
  }

  @Test
  void wiresALevelToLowerOnesAloneWhoeverIsInstalledMeanwhile() throws Exception {
    bundle(1, "low", "org.osgi.framework,some.library;resolution:=optional");
    bundle(2, "high", "org.osgi.framework", "some.library");
    Container container = start(99);
    assertThat(container.problems()).isEmpty();
    Bundle low = container.context().getBundles()[1];
    assertThat(low.adapt(BundleWiring.class).getRequiredWires("osgi.wiring.package"))
        .as("else it would depend on who is faster")
        .extracting(wire -> wire.getCapability().getAttributes().get("osgi.wiring.package"))
        .containsExactly("org.osgi.framework");
    container.stop(5_000);
  }

  @Test
  void waitsForAllWhereABundleNeedsAHigherLevel() throws Exception {
    bundle(1, "low", "org.osgi.framework,some.library");
    bundle(2, "high", "org.osgi.framework", "some.library");
    bundle(3, "last", "org.osgi.framework");
    Container container = start(99);
    assertThat(container.problems()).isEmpty();
    assertThat(trace.toString()).isEqualTo("+low +high +last ");
    container.stop(5_000);
  }

  @Test
  void isLateForAsLongAsTheStartTakesAndNoLonger() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    System.getProperties().put("container.test.gate", gate);
    bundle(2, "slow", "org.osgi.framework");
    Container container =
        Container.start(
            new Distribution(folder).bundles(),
            folder.resolve("cache"),
            99,
            Map.of(),
            Duration.ofMillis(100));
    assertThat(container.problems()).singleElement().asString().contains("level 99 was not");
    gate.countDown();
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!container.problems().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(container.problems()).isEmpty();
    container.stop(5_000);
  }

  @Test
  void startsABundleAgainThatTheFrameworkHindered() throws Exception {
    System.getProperties().put("container.test.lock", new AtomicInteger(3));
    bundle(2, "hindered", "org.osgi.framework");
    bundle(3, "after", "org.osgi.framework");
    Container container = start(99);
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!trace.toString().contains("+hindered") && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(trace.toString()).contains("+hindered", "+after");
    assertThat(container.problems()).isEmpty();
    container.stop(5_000);
  }

  @Test
  void namesABundleThatIsHinderedForGood() throws Exception {
    System.getProperties().put("container.test.lock", new AtomicInteger(Integer.MAX_VALUE));
    bundle(2, "hindered", "org.osgi.framework");
    Container container = start(99);
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (container.problems().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(container.problems()).singleElement().asString().contains("hindered", "global lock");
    container.stop(5_000);
  }

  @Test
  void noticesThatABundleStopsTheFrameworkThoughAnotherOneHangsInItsStop() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    System.getProperties().put("container.test.hold", hold);
    bundle(2, "hangs", "org.osgi.framework");
    Container container = start(99);
    assertThat(container.downfall().hasBegun()).isFalse();
    container.context().getBundle(0).stop();
    container.downfall().await();
    assertThat(container.downfall().sentence()).isEqualTo("A bundle stopped the container.");
    assertThat(container.stop(100)).as("it hangs").isFalse();
    hold.countDown();
    assertThat(container.stop(30_000)).isTrue();
  }

  @Test
  void noticesThatABundleLowersTheStartLevelThoughAnotherOneHangsInItsStop() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    System.getProperties().put("container.test.hold", hold);
    bundle(2, "stays", "org.osgi.framework");
    bundle(5, "hangs", "org.osgi.framework");
    Container container = start(99);
    container.context().getBundle(0).adapt(FrameworkStartLevel.class).setStartLevel(2);
    container.downfall().await();
    assertThat(container.downfall().sentence()).contains("lowered the start level");
    hold.countDown();
    assertThat(container.stop(30_000)).isTrue();
  }

  @Test
  void takesNoBundleThatIsStoppedAloneForTheEnd() throws Exception {
    bundle(2, "updated", "org.osgi.framework");
    Container container = start(99);
    container.context().getBundles()[1].stop();
    assertThat(trace.toString()).contains("-updated");
    assertThat(container.downfall().hasBegun()).isFalse();
    container.stop(5_000);
  }

  @Test
  void leavesTheDoorsShutWhenHeadless() throws Exception {
    bundle(4, "core", "org.osgi.framework");
    bundle(5, "door", "org.osgi.framework");
    Container container = start(Container.HEADLESS_LEVEL);
    assertThat(container.stop(5_000)).isTrue();
    assertThat(trace.toString()).contains("+core").doesNotContain("door");
  }

  @Test
  void namesTheBundleThatCannotStartAndStartsTheOthers() throws Exception {
    bundle(1, "broken", "org.osgi.framework,nowhere.to.be.found");
    bundle(1, "sound", "org.osgi.framework");
    Container container = start(99);
    // the framework tells of failures on a thread of its own
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (container.problems().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(container.problems()).singleElement().asString().contains("broken", "nowhere");
    Bundle[] bundles = container.context().getBundles();
    assertThat(bundles[2].getState()).isEqualTo(Bundle.ACTIVE);
    container.stop(5_000);
  }

  @Test
  void startsFromTheFolderAloneWhateverTheLastRunLeftBehind() throws Exception {
    bundle(1, "old", "org.osgi.framework");
    start(99).stop(5_000);
    Files.delete(folder.resolve("bundle/1/old.jar"));
    bundle(1, "new", "org.osgi.framework");
    trace.setLength(0);
    start(99).stop(5_000);
    assertThat(trace.toString()).contains("+new").doesNotContain("old");
  }
}
