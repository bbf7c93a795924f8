package io.tidegate.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** The whole distribution inside a container, seen from a bundle beside it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class GatewayContainerIT {

  @Inject private BundleContext context;

  @Configuration
  public Option[] container() throws IOException {
    Path home = Files.createTempDirectory("tidegate-itest-");
    Site.fill(home);
    List<Option> bundles = new ArrayList<>();
    for (Site.Jar jar : Site.jars()) {
      String url = jar.file().toUri().toString();
      bundles.add(jar.isFragment() ? bundle(url).noStart() : bundle(url).startLevel(jar.level()));
    }
    return options(
        composite(bundles.toArray(new Option[0])),
        junitBundles(),
        systemProperty("tidegate.log").value(home.resolve("log").toString()),
        systemTimeout(60_000),
        frameworkStartLevel(20),
        frameworkProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("ERROR"),
        frameworkProperty("org.ops4j.pax.logging.StaticLogbackFile")
            .value(home.resolve("config/logging.xml").toString()),
        frameworkProperty("tidegate.home").value(home.toString()),
        frameworkProperty("tidegate.set").value(String.join("\n", Site.anyPort())),
        frameworkProperty("org.apache.felix.http.require.config").value("true"));
  }

  @Test
  public void everyBundleIsActive() {
    List<String> asleep =
        Arrays.stream(context.getBundles())
            .filter(b -> b.getSymbolicName().startsWith("io.tidegate."))
            .filter(b -> b.getState() != Bundle.ACTIVE)
            .filter(b -> !isFragment(b))
            .map(Bundle::getSymbolicName)
            .toList();
    assertEquals(List.of(), asleep);
    assertTrue(context.getBundles().length > 50);
  }

  @Test
  public void everyPrivateBundleCanBeUpdatedAlone() {
    FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
    for (Bundle ours : context.getBundles()) {
      if (isPrivate(ours)) {
        assertEquals(
            ours.getSymbolicName(),
            List.of(ours),
            List.copyOf(wiring.getDependencyClosure(List.of(ours))));
      }
    }
  }

  @Test
  public void anUpdatedDialectRefreshesNobodyElse() throws Exception {
    Bundle dialect = named("io.tidegate.charging.ocpp.v201");
    FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
    Set<Bundle> touched = ConcurrentHashMap.newKeySet();
    BundleListener listener = event -> touched.add(event.getBundle());
    context.addBundleListener(listener);
    CountDownLatch refreshed = new CountDownLatch(1);
    try (InputStream jar =
        Files.newInputStream(Site.jar("io.tidegate.charging.ocpp.v201").file())) {
      dialect.update(jar);
      wiring.refreshBundles(
          null,
          event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
              refreshed.countDown();
            }
          });
      assertTrue("packages refreshed", refreshed.await(10, TimeUnit.SECONDS));
    } finally {
      context.removeBundleListener(listener);
    }
    assertEquals(Set.of(dialect), touched);
    assertEquals(Bundle.ACTIVE, dialect.getState());
  }

  private Bundle named(String symbolicName) {
    return Arrays.stream(context.getBundles())
        .filter(b -> b.getSymbolicName().equals(symbolicName))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isPrivate(Bundle bundle) {
    String name = bundle.getSymbolicName();
    return name.startsWith("io.tidegate.")
        && !name.startsWith("io.tidegate.api.")
        && !name.startsWith("io.tidegate.wrap.");
  }

  private static boolean isFragment(Bundle bundle) {
    return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }
}
