package io.tidegate.host.dp.guard;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.release.BundleEntry;
import io.tidegate.codec.release.GuardEntry;
import io.tidegate.codec.release.Health;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.Refusal;
import io.tidegate.codec.release.Requires;
import io.tidegate.codec.release.Swap;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.osgi.service.deploymentadmin.BundleInfo;
import org.osgi.service.deploymentadmin.DeploymentPackage;

/** A signed release in an archive whose own manifest somebody has changed (P4). */
class ListingTest {
  private static final String SHA = "a".repeat(64);
  private static final Manifest RELEASE =
      new Manifest(
          "acme",
          "tidegate-kura",
          "1.0.1",
          1,
          0,
          Instant.parse("2100-01-01T00:00:00Z"),
          new Requires(17, List.of(), List.of(), List.of()),
          List.of(
              new BundleEntry("acme.one", "1.0.1", "bundles/one.jar", SHA, 1, 5, Swap.IN_PLACE)),
          List.of(),
          Health.DEFAULT,
          Optional.of(
              new GuardEntry(
                  "acme.guard", "1.0.0", "bundles/guard.jar", SHA, 1, "acme.pid", Map.of())));

  /** Headers by resource. */
  private final Map<String, Map<String, String>> archive = new LinkedHashMap<>();

  @BeforeEach
  void fill() {
    bundle("bundles/guard.jar", "acme.guard", "1.0.0");
    bundle("bundles/one.jar", "acme.one", "1.0.1");
    archive.put("release.json", Map.of("Resource-Processor", "acme.pid"));
  }

  private void bundle(String file, String name, String version) {
    archive.put(file, Map.of("Bundle-SymbolicName", name, "Bundle-Version", version));
  }

  private void check() throws Refusal {
    Listing.check(
        (DeploymentPackage)
            Proxy.newProxyInstance(
                ListingTest.class.getClassLoader(),
                new Class<?>[] {DeploymentPackage.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getName" -> "acme";
                      case "getResources" -> archive.keySet().toArray(String[]::new);
                      case "getResourceHeader" -> archive.get(arguments[0]).get(arguments[1]);
                      case "getBundleInfos" -> bundles();
                      default -> throw new UnsupportedOperationException(method.getName());
                    }),
        RELEASE);
  }

  private BundleInfo[] bundles() {
    return archive.values().stream()
        .filter(headers -> headers.containsKey("Bundle-SymbolicName"))
        .map(HashMap::new)
        .map(
            headers ->
                new BundleInfo() {
                  @Override
                  public Version getVersion() {
                    return new Version(headers.get("Bundle-Version"));
                  }

                  @Override
                  public String getSymbolicName() {
                    return headers.get("Bundle-SymbolicName");
                  }
                })
        .toArray(BundleInfo[]::new);
  }

  @Test
  void takesAnArchiveThatSaysWhatTheReleaseDoes() {
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void refusesAResourceForAnotherProcessor() {
    archive.put("more.xml", Map.of("Resource-Processor", "org.osgi.deployment.rp.autoconf"));
    assertThatThrownBy(this::check)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("brings more.xml for others than its guard");
  }

  @Test
  void refusesAResourceForNobody() {
    archive.put("more.bin", Map.of());
    assertThatThrownBy(this::check).isInstanceOf(Refusal.class);
  }

  @Test
  void refusesAnotherBundleAndAnotherVersion() {
    bundle("bundles/two.jar", "acme.two", "1.0.0");
    assertThatThrownBy(this::check).hasMessageContaining("other bundles");
    archive.remove("bundles/two.jar");
    bundle("bundles/one.jar", "acme.one", "1.0.0");
    assertThatThrownBy(this::check).hasMessageContaining("other bundles");
  }
}
