package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admin.updates.engine.Needs.Offer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** What the classes of the whole distribution use of each other (P2). */
class DistributionLinksIT {
  private static final List<Offer> PLATFORM = new ArrayList<>();
  private static final Map<String, Piece> SHIPPED = new HashMap<>();

  @BeforeAll
  static void read(@TempDir Path folder) throws Exception {
    Framework framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
    framework.init();
    for (BundleCapability each :
        framework.adapt(BundleRevision.class).getDeclaredCapabilities(null)) {
      PLATFORM.add(new Offer(each.getNamespace(), each.getAttributes()));
    }
    framework.stop();
    framework.waitForStop(0);
    Path distribution =
        Path.of(System.getProperty("tidegate.root"), "distribution/site/target/tidegate-site");
    for (Base.Piece piece : Base.read(distribution).pieces()) {
      SHIPPED.put(piece.symbolicName(), piece(piece));
    }
  }

  private static Piece piece(Base.Piece piece) throws IOException {
    Map<String, String> headers = Jars.headers(piece.jar());
    return new Piece(
        piece.location(),
        new Needs(headers),
        () -> ClassPath.of(piece.jar(), headers.get(Constants.BUNDLE_CLASSPATH)));
  }

  private static List<String> gaps(List<Piece> staying, List<Piece> going, List<Piece> coming)
      throws Exception {
    try (Worlds worlds = new Worlds(new Uses.Sides(staying, going, coming, PLATFORM))) {
      return Uses.gaps(worlds, () -> {});
    }
  }

  @Test
  void findsEachClassThatOneOfItsBundlesNamesToBeStarted() throws Exception {
    List<Piece> all = List.copyOf(SHIPPED.values());
    try (Worlds worlds = new Worlds(new Uses.Sides(List.of(), List.of(), all, PLATFORM))) {
      assertThat(Descriptions.gaps(worlds, () -> {})).isEmpty();
    }
  }

  @Test
  void findsAllThatOneOfItsBundlesUsesOfAnother() throws Exception {
    assertThat(SHIPPED).hasSizeGreaterThan(70);
    List<String> gaps = gaps(List.of(), List.of(), List.copyOf(SHIPPED.values()));
    // Jetty 12.0's servlets are of Servlet 6.0, and Felix puts those of 6.1 under them
    assertThat(gaps)
        .hasSize(2)
        .allMatch(gap -> gap.startsWith("org.apache.felix.http.jetty12 "))
        .allMatch(gap -> gap.contains("HttpServletResponse.sendRedirect(java.lang.String, int, "));
  }

  @Test
  void letsEachOfItsBundlesBeReplacedByItself() throws Exception {
    for (String name : List.of("io.tidegate.charging.ocpp.v201", "io.tidegate.api.quantity")) {
      List<Piece> rest = new ArrayList<>(SHIPPED.values());
      List<Piece> one = List.of(SHIPPED.get(name));
      rest.removeAll(one);
      assertThat(gaps(rest, one, one)).isEmpty();
    }
  }
}
