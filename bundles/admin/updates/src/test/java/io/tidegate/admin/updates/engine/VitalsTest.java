package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admin.updates.store.Before;
import io.tidegate.admin.updates.store.Change;
import io.tidegate.admin.updates.store.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;

/** What is missed of what bundles offered, in a framework whose bundles the test speaks for. */
class VitalsTest {
  private static final String TYPE = "java.lang.Runnable";

  private final FakeHouse house = new FakeHouse();
  private final List<Change> changes =
      List.of(new Change("dialect", "from", "to", 5, Kind.BLUE_GREEN));
  private Framework framework;
  private Forge forge;
  private Vitals vitals;
  private Bundle old;
  private Bundle other;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    forge = new Forge(folder);
    framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
    framework.start();
    vitals = vitals(Duration.ZERO);
    old = started("dialect", "1.0.0");
    other = started("transport", "1.0.0");
  }

  @AfterEach
  void close() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  private Vitals vitals(Duration grace) {
    Bundles bundles =
        new Bundles(
            framework.getBundleContext(), new Patience(), new Hangs(() -> Duration.ofSeconds(20)));
    return new Vitals(bundles, house, grace);
  }

  private Bundle started(String name, String version) throws Exception {
    Path jar = forge.file(name, version, Map.of());
    Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
    bundle.start();
    return bundle;
  }

  /** As the updater does it: the new one beside the old one, then the old one ends. */
  private Bundle exchanged(String version) throws Exception {
    Bundle young = started("dialect", version);
    old.stop();
    return young;
  }

  private static ServiceRegistration<?> check(Bundle bundle, String name) {
    Dictionary<String, Object> properties = new Hashtable<>(Map.of(HealthCheck.NAME, name));
    HealthCheck check = () -> new Result(Result.Status.OK, "well");
    return bundle.getBundleContext().registerService(HealthCheck.class, check, properties);
  }

  private static ServiceRegistration<?> offer(Bundle bundle) {
    return bundle.getBundleContext().registerService(TYPE, (Runnable) () -> {}, null);
  }

  private void use() {
    BundleContext context = other.getBundleContext();
    Object used = context.getService(context.getServiceReference(TYPE));
    assertThat(used).isNotNull();
  }

  @Test
  void missesAHealthCheckThatWentWithTheNewVersion() throws Exception {
    ServiceRegistration<?> gone = check(other, "door");
    check(old, "protocol");
    Before before = vitals.take(changes);
    assertThat(vitals.ill(before)).isEmpty();
    Bundle young = exchanged("1.0.1");
    assertThat(vitals.ill(before)).containsExactly("health check protocol of dialect is gone");
    assertThat(vitals.well(before)).isFalse();
    check(young, "protocol");
    assertThat(vitals.well(before)).isTrue();
    gone.unregister();
    assertThat(vitals.ill(before))
        .as("of a bundle that stays")
        .containsExactly("health check door of transport is gone");
  }

  @Test
  void missesNoCheckThatHasAnotherNameOrPlaceNow() throws Exception {
    check(old, "protocol");
    Before before = vitals.take(changes);
    Bundle young = exchanged("1.0.1");
    ServiceRegistration<?> renamed = check(young, "language");
    assertThat(vitals.ill(before)).isEmpty();
    renamed.unregister();
    check(other, "protocol");
    assertThat(vitals.ill(before)).isEmpty();
  }

  @Test
  void missesAHealthCheckThatIsOfferedAndDoesNotAnswer() throws Exception {
    check(old, "protocol");
    house.green.add("protocol");
    Before before = vitals.take(changes);
    check(exchanged("1.0.1"), "protocol");
    assertThat(vitals.ill(before)).isEmpty();
    house.green.clear();
    assertThat(vitals.ill(before))
        .containsExactly(
            "health check protocol of dialect does not answer any more: its component cannot be"
                + " made, the log says why");
    house.red.add("protocol");
    assertThat(vitals.ill(before)).as("it answers").containsExactly("protocol is red: meant");
  }

  @Test
  void countsTheAnswersOfChecksOfOneName() throws Exception {
    check(old, "meter");
    check(other, "meter");
    house.green.addAll(List.of("meter", "meter"));
    Before before = vitals.take(changes);
    check(exchanged("1.0.1"), "meter");
    assertThat(vitals.ill(before)).isEmpty();
    house.green.remove("meter");
    assertThat(vitals.ill(before)).hasSize(2).allMatch(each -> each.contains("does not answer"));
  }

  @Test
  void missesNothingOfABundleThatIsRemovedOrWentBack() throws Exception {
    check(old, "protocol");
    offer(old);
    use();
    Before before = vitals.take(changes);
    Change removal = new Change("dialect", old.getLocation(), "", 1, Kind.BLUE_GREEN);
    Before without = vitals.take(List.of(removal));
    old.stop();
    assertThat(vitals.ill(without)).isEmpty();
    assertThat(vitals.ill(before))
        .as("its next version is not there")
        .containsExactly("dialect does not run: it was stopped or uninstalled, not by this order");
    started("dialect", "0.9.0");
    assertThat(vitals.ill(before)).isEmpty();
    started("dialect", "2.0.0");
    assertThat(vitals.ill(before)).hasSize(2);
  }

  @Test
  void missesNoCheckThatWasRedBefore() throws Exception {
    check(old, "protocol");
    house.red.add("protocol");
    Before before = vitals.take(changes);
    house.red.clear();
    exchanged("1.0.1");
    assertThat(vitals.ill(before)).isEmpty();
  }

  @Test
  void missesAServiceThatOthersUsed() throws Exception {
    offer(other);
    offer(old);
    Before unused = vitals.take(changes);
    BundleContext context = other.getBundleContext();
    for (var reference : context.getServiceReferences(Runnable.class, null)) {
      context.getService(reference);
    }
    Before before = vitals.take(changes);
    Bundle young = exchanged("1.0.1");
    assertThat(vitals.ill(before))
        .containsExactly("dialect does not offer java.lang.Runnable any more, which others used");
    assertThat(vitals.ill(unused)).as("nobody used it").isEmpty();
    ServiceRegistration<?> again = offer(young);
    assertThat(vitals.ill(before)).isEmpty();
    again.unregister();
    offer(other);
    assertThat(vitals.ill(before)).as("another bundle has it now").isEmpty();
  }

  @Test
  void missesNoServiceOfABundleThatTheOrderDoesNotTouch() throws Exception {
    ServiceRegistration<?> offered = offer(old);
    use();
    Before before = vitals.take(List.of());
    offered.unregister();
    assertThat(vitals.ill(before)).isEmpty();
  }

  @Test
  void missesNothingWhenAnOperatorTookAConfigurationAway() throws Exception {
    house.configurations.add("meter~one");
    check(old, "protocol");
    Before before = vitals.take(changes);
    exchanged("1.0.1");
    assertThat(vitals.ill(before)).hasSize(1);
    house.configurations.add("meter~two");
    assertThat(vitals.ill(before)).hasSize(1);
    house.configurations.remove("meter~one");
    assertThat(vitals.ill(before)).isEmpty();
  }

  @Test
  void givesWhatIsGoneTheGraceToComeBack() throws Exception {
    check(old, "protocol");
    Vitals patient = vitals(Duration.ofHours(1));
    Before before = patient.take(changes);
    exchanged("1.0.1");
    assertThat(patient.ill(before)).isEmpty();
    assertThat(patient.well(before)).as("it is not confirmed meanwhile").isFalse();
  }
}
