package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admin.updates.store.Before;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;

/** Services that are offered, and whether there is anything behind them (P2). */
class DeliveriesTest {
  private static final String CHECK = HealthCheck.class.getName();
  private static final String TYPE = "java.lang.Runnable";
  private static final HealthCheck WELL = () -> new Result(Result.Status.OK, "well");

  private final List<String> asked = new ArrayList<>();
  private Framework framework;
  private Forge forge;
  private Hangs hangs;
  private Deliveries deliveries;
  private Bundle policy;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    forge = new Forge(folder);
    framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
    framework.start();
    hangs = new Hangs(() -> Duration.ofMillis(300));
    deliveries = new Deliveries(new Bundles(framework.getBundleContext(), new Patience(), hangs));
    policy = started("policy");
  }

  @AfterEach
  void close() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  private Bundle started(String name) throws Exception {
    Path jar = forge.file(name, "1.0.0", Map.of());
    Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
    bundle.start();
    return bundle;
  }

  /** As the component runtime does it: the object is made when somebody asks. */
  private ServiceRegistration<?> offer(Bundle owner, String type, Supplier<Object> made) {
    return offer(owner, type, made, Map.of());
  }

  private ServiceRegistration<?> offer(
      Bundle owner, String type, Supplier<Object> made, Map<String, Object> more) {
    Dictionary<String, Object> properties = new Hashtable<>(more);
    properties.put("component.name", owner.getSymbolicName() + ".component");
    return owner
        .getBundleContext()
        .registerService(
            type,
            new ServiceFactory<Object>() {
              @Override
              public Object getService(Bundle by, ServiceRegistration<Object> registration) {
                asked.add(type);
                return made.get();
              }

              @Override
              public void ungetService(
                  Bundle by, ServiceRegistration<Object> registration, Object service) {
                asked.add("given back");
              }
            },
            properties);
  }

  private List<String> failing(Before.Service... used) throws InterruptedException {
    return failing(Set.of(), used);
  }

  private List<String> failing(Set<String> waiting, Before.Service... used)
      throws InterruptedException {
    Before.Offer offer = new Before.Offer("policy", "1.0.0", List.of(), List.of(used));
    List<String> none = List.of();
    Before before =
        new Before(
            none,
            none,
            none,
            false,
            List.of(offer),
            none,
            List.of("policy"),
            none,
            List.of(),
            List.of());
    return List.copyOf(deliveries.failing(before, waiting).values());
  }

  @Test
  void seesAHealthCheckThatIsOfferedAndCannotBeMade() throws Exception {
    ServiceRegistration<?> empty = offer(policy, CHECK, () -> null);
    assertThat(failing())
        .containsExactly(
            "component policy.component offers org.apache.felix.hc.api.HealthCheck and cannot be"
                + " made when somebody asks for it; the log says why");
    assertThat(failing(Set.of("policy.component")))
        .as("it is known that it does not run")
        .isEmpty();
    empty.unregister();
    assertThat(failing()).isEmpty();
  }

  @Test
  void saysWhyWhenItIsSaid() throws Exception {
    policy
        .getBundleContext()
        .registerService(
            CHECK,
            new ServiceFactory<Object>() {
              @Override
              public Object getService(Bundle by, ServiceRegistration<Object> registration) {
                throw new IllegalStateException("no licence");
              }

              @Override
              public void ungetService(
                  Bundle by, ServiceRegistration<Object> registration, Object service) {
                // there was none
              }
            },
            null);
    // the framework tells its log and hands out nothing
    assertThat(failing()).singleElement().asString().contains("policy offers", "cannot be made");
  }

  @Test
  void makesWhatCanBeMadeOnceAndGivesItBack() throws Exception {
    offer(policy, CHECK, () -> WELL);
    assertThat(failing()).isEmpty();
    assertThat(failing()).isEmpty();
    assertThat(asked).containsExactly(CHECK, "given back");
  }

  @Test
  void asksForNothingThatSomebodyHasAlready() throws Exception {
    ServiceRegistration<?> offered = offer(policy, CHECK, () -> WELL);
    Object held = framework.getBundleContext().getService(offered.getReference());
    assertThat(held).isNotNull();
    assertThat(failing()).isEmpty();
    assertThat(asked).containsExactly(CHECK);
  }

  @Test
  void asksForNothingThatNobodyWouldAskFor() throws Exception {
    offer(policy, TYPE, () -> null);
    assertThat(failing()).isEmpty();
    assertThat(asked).isEmpty();
    assertThat(failing(new Before.Service(TYPE, 1)))
        .as("others used it before")
        .singleElement()
        .asString()
        .contains("policy.component offers java.lang.Runnable");
  }

  @Test
  void asksForWhatTheHttpServerServes() throws Exception {
    offer(policy, TYPE, () -> null, Map.of("osgi.http.whiteboard.servlet.pattern", "/x"));
    assertThat(failing()).hasSize(1);
  }

  @Test
  void asksForNothingOfABundleThatTheOrderDoesNotBring() throws Exception {
    offer(started("another"), CHECK, () -> null);
    assertThat(failing()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void doesNotWaitForWhatHangsAndDoesNotAskItAgain() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    offer(policy, CHECK, () -> uninterrupted(never));
    try {
      for (int look = 0; look < 2; look++) {
        assertThat(failing())
            .singleElement()
            .asString()
            .contains("policy 1.0.0 has not come through the making of a service", "hangs");
      }
      assertThat(asked).containsExactly(CHECK);
      assertThat(hangs.hangs(policy)).isTrue();
    } finally {
      never.countDown();
    }
  }

  private static Object uninterrupted(CountDownLatch gate) {
    while (true) {
      try {
        gate.await();
        return WELL;
      } catch (InterruptedException e) {
        // it does not mind
      }
    }
  }
}
