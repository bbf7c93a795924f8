package io.tidegate.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;

import io.tidegate.api.connection.Dialect;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.Switchboard;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

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

  /**
   * The probe plays a bundle that has found its way in: it speaks on a connection of its own and
   * wants to move power without the safety envelope.
   */
  @Test
  public void aRogueBundleCannotSendASetpoint() throws Exception {
    RogueDialect rogue = new RogueDialect();
    ServiceRegistration<?> registration = context.registerService(Dialect.class, rogue, null);
    Station station = new Station();
    try {
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .subprotocols(RogueDialect.SUBPROTOCOL)
              .buildAsync(URI.create(listening() + "CS01"), station)
              .get(10, TimeUnit.SECONDS);
      Mailbox mailbox = rogue.attached.poll(10, TimeUnit.SECONDS);
      assertNotNull("connection", mailbox);
      assertFalse(rogue.sends(mailbox, "SetChargingProfile", Optional.empty()));
      assertFalse(rogue.sends(mailbox, "SetChargingProfile", Optional.of(new ForgedClearance())));
      assertTrue(rogue.sends(mailbox, "TriggerMessage", Optional.empty()));
      String first = station.received.poll(10, TimeUnit.SECONDS);
      assertTrue("the station heard " + first, first.contains("TriggerMessage"));
      assertNull(station.received.poll());
      socket.abort();
    } finally {
      registration.unregister();
    }
  }

  /** Waits for the transport's port. */
  private String listening() throws Exception {
    ServiceTracker<Switchboard, Switchboard> tracker =
        new ServiceTracker<>(context, Switchboard.class, null);
    tracker.open();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      Switchboard switchboard = tracker.waitForService(10_000);
      while (switchboard.listening().isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
      return switchboard.listening();
    } finally {
      tracker.close();
    }
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
