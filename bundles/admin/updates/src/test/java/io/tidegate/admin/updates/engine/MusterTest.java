package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admin.updates.store.Before;
import io.tidegate.admin.updates.store.Change;
import io.tidegate.admin.updates.store.Kind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** Bundles that an order brings and bundles that it leaves alone have to run after it (P2). */
class MusterTest {
  private Framework framework;
  private Forge forge;
  private Muster muster;
  private Bundle core;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    forge = new Forge(folder);
    framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
    framework.start();
    muster =
        new Muster(
            new Bundles(
                framework.getBundleContext(),
                new Patience(),
                new Hangs(() -> Duration.ofSeconds(20))));
    core = started("core", "1.0.0");
  }

  @AfterEach
  void close() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  private String jar(String name, String version) throws Exception {
    return forge.file(name, version, Map.of()).toUri().toString();
  }

  private Bundle started(String name, String version) throws Exception {
    return started(jar(name, version));
  }

  private Bundle started(String jar) throws Exception {
    Bundle bundle = framework.getBundleContext().installBundle(jar);
    bundle.start();
    return bundle;
  }

  private Before before(Change... changes) {
    List<String> none = List.of();
    return new Before(
        none,
        none,
        none,
        false,
        List.of(),
        none,
        none,
        none,
        List.of(),
        List.of(),
        muster.take(List.of(changes)),
        List.of());
  }

  private static Change exchange(String name, String from, String to) {
    return new Change(name, from, to, 1, Kind.BLUE_GREEN);
  }

  @Test
  void missesABundleOfTheOrderThatUninstallsItselfAfterItsStart() throws Exception {
    Bundle old = started("policy", "1.0.0");
    String jar = jar("policy", "1.1.0");
    Before before = before(exchange("policy", old.getLocation(), jar));
    Bundle young = started(jar);
    old.stop();
    assertThat(muster.missing(before)).isEmpty();
    young.uninstall();
    assertThat(muster.missing(before).values())
        .containsExactly("policy does not run: it was stopped or uninstalled, not by this order");
  }

  @Test
  void missesABundleThatAnotherOneHasStopped() throws Exception {
    Before before = before();
    assertThat(muster.missing(before)).isEmpty();
    core.stop();
    assertThat(muster.missing(before)).containsOnlyKeys("bundle core");
  }

  @Test
  void missesNothingThatTheOrderRemovesOrThatDidNotRunBefore() throws Exception {
    Bundle idle = started("idle", "1.0.0");
    idle.stop();
    Before before = before(exchange("core", core.getLocation(), ""));
    core.uninstall();
    assertThat(muster.missing(before)).isEmpty();
  }

  @Test
  void missesNoFragmentForNotBeingActive() throws Exception {
    String jar =
        forge.file("part", "1.0.0", Map.of(), Constants.FRAGMENT_HOST, "core").toUri().toString();
    Before before = before(exchange("part", "", jar));
    assertThat(muster.missing(before)).containsOnlyKeys("bundle part");
    Bundle unused = framework.getBundleContext().installBundle(jar);
    assertThat(muster.missing(before)).isEmpty();
  }

  @Test
  void bringsBackWhatTheOrderDidNotMean() throws Exception {
    Bundle other = started("other", "1.0.0");
    Change change = exchange("policy", "", jar("policy", "1.1.0"));
    Before before = before(change);
    core.uninstall();
    other.stop();
    assertThat(muster.recall(before, List.of(change)))
        .isEqualTo(new Muster.Recall(List.of("core", "other"), List.of()));
    assertThat(muster.missing(before)).containsOnlyKeys("bundle policy");
    assertThat(muster.recall(before, List.of(change)).back()).isEmpty();
  }

  @Test
  void saysWhatCannotBeBroughtBack() throws Exception {
    Before before = before();
    core.uninstall();
    Files.delete(Path.of(URI.create(core.getLocation())));
    assertThat(muster.recall(before, List.of()))
        .isEqualTo(new Muster.Recall(List.of(), List.of("core")));
  }
}
