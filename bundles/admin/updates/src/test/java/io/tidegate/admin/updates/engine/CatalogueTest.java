package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.admin.updates.store.Change;
import io.tidegate.admin.updates.store.Kind;
import io.tidegate.admin.updates.store.Part;
import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
  private static final String PRODUCT = "tidegate-site";
  private static final List<String> BUNDLES =
      List.of(
          "io.tidegate.core.clock",
          "io.tidegate.admin.updates",
          "io.tidegate.charging.ocpp",
          "io.netty.epoll",
          "org.logging");

  @TempDir Path folder;
  private Catalogue catalogue;

  @BeforeEach
  void read() throws IOException {
    for (String bundle : BUNDLES) {
      jar(folder.resolve("bundle/5/" + bundle + ".jar"), bundle);
    }
    feature("platform", "org.logging", "io.tidegate.admin.config");
    feature("core", "io.tidegate.core.clock");
    feature("ocpp", "io.tidegate.charging.ocpp", "io.netty.epoll");
    catalogue = Catalogue.read(folder.resolve("features"), Base.read(folder), PRODUCT);
  }

  private static void jar(Path file, String name) throws IOException {
    Files.createDirectories(file.getParent());
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-SymbolicName", name);
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  private void feature(String name, String... bundles) throws IOException {
    Path file = folder.resolve("features/" + name + ".bndrun");
    Files.createDirectories(file.getParent());
    StringBuilder text = new StringBuilder("# A feature.\n");
    for (String bundle : bundles) {
      text.append("bnd.identity;id='").append(bundle).append("'\n");
    }
    Files.writeString(file, text);
  }

  private static Change gone(String bundle) {
    return new Change(bundle, "from", "", 0, Kind.RESTART);
  }

  private static State inForce(Release.Feature... features) {
    return State.initial()
        .confirmed(new Release(PRODUCT, "1", 1, 0, 0, List.of(), List.of(features)));
  }

  @Test
  void refusesAReleaseWithoutTheBundlesOfFixedFeatures() {
    List<Change> changes = BUNDLES.stream().map(CatalogueTest::gone).toList();
    assertThatThrownBy(() -> catalogue.whole(changes, State.initial(), true))
        .isInstanceOf(UpdateRefusedException.class)
        .hasMessageContaining(
            "take out what there is no gateway without: io.tidegate.admin.updates,"
                + " io.tidegate.core.clock, org.logging;")
        .extracting(e -> ((UpdateRefusedException) e).code())
        .isEqualTo(UpdateCode.UNRESOLVABLE);
    assertThatCode(
            () ->
                catalogue.whole(
                    List.of(
                        gone("io.tidegate.charging.ocpp"),
                        new Change("io.tidegate.core.clock", "from", "to", 5, Kind.RESTART)),
                    State.initial(),
                    true))
        .doesNotThrowAnyException();
  }

  @Test
  void countsFixedFeaturesOfReleasesButNotOnTheWayBack() {
    State state = inForce(new Release.Feature("core", "", true, List.of("io.tidegate.core.more")));
    List<Change> changes = List.of(gone("io.tidegate.core.more"));
    assertThatThrownBy(() -> catalogue.whole(changes, state, true))
        .hasMessageContaining("io.tidegate.core.more");
    assertThatCode(() -> catalogue.whole(changes, state, false)).doesNotThrowAnyException();
    assertThatThrownBy(() -> catalogue.whole(List.of(gone("org.apache.felix.scr")), state, false))
        .hasMessageContaining("org.apache.felix.scr");
  }

  @Test
  void leavesOthersBundlesOfTheDistributionWhenAFeatureGoes() {
    State state =
        inForce(
            new Release.Feature(
                "ocpp", "", false, List.of("io.netty.epoll", "io.tidegate.charging.ocpp")));
    assertThat(catalogue.leftOut(Set.of("ocpp"), state))
        .containsExactly("io.tidegate.charging.ocpp");
    assertThat(catalogue.leftOut(Set.of("ocpp"), State.initial()))
        .containsExactly("io.tidegate.charging.ocpp");
    State plugin = inForce(new Release.Feature("acme", "", false, List.of("com.acme.quirks")));
    assertThat(catalogue.leftOut(Set.of("acme"), plugin)).containsExactly("com.acme.quirks");
  }

  /** An addition in force that brings those bundles in one feature. */
  private static State adding(String feature, boolean fixed, String... bundles) {
    return State.initial().confirmed(addition("thief", feature, fixed, bundles));
  }

  private static Release addition(String name, String feature, boolean fixed, String... bundles) {
    List<Part> parts =
        Stream.of(bundles).map(b -> new Part(b, "9.0.0", "", 5, Kind.BLUE_GREEN)).toList();
    Release.Feature one = new Release.Feature(feature, "", fixed, List.of(bundles));
    return new Release(name, "1", 1, 0, 0, parts, List.of(one));
  }

  @Test
  void doesNotLetAnAdditionTakeOverAFeatureOfTheProduct() {
    State state = adding("core", false, "acme.core");
    Catalogue.Known core = catalogue.find("core", state).orElseThrow();
    assertThat(core.feature().fixed()).isTrue();
    assertThat(core.feature().bundles()).containsExactly("io.tidegate.core.clock");
    assertThat(core.release()).isEmpty();
    assertThat(catalogue.removable(List.of("core", "ocpp", "gone"), state))
        .containsExactly("ocpp", "gone");
  }

  @Test
  void keepsFixedWhatTheProductsReleaseDoesNotCallFixed() {
    State state =
        inForce(new Release.Feature("core", "", false, List.of("io.tidegate.core.clock")));
    assertThat(catalogue.find("core", state).orElseThrow().feature().fixed()).isTrue();
  }

  @Test
  void leavesOutNoBundleOfAFixedFeatureWhateverWasRemoved() {
    assertThat(catalogue.leftOut(Set.of("core", "ocpp"), State.initial()))
        .containsExactly("io.tidegate.charging.ocpp");
    State hooked = adding("thief", false, "io.tidegate.core.clock", "com.acme.more");
    assertThat(catalogue.leftOut(Set.of("thief", "core"), hooked)).containsExactly("com.acme.more");
  }

  @Test
  void leavesOutNoBundleOfTheProductWithAnAddition() {
    State state = adding("acme", false, "io.tidegate.admin.updates", "com.acme.quirks");
    Catalogue.Known acme = catalogue.find("acme", state).orElseThrow();
    assertThat(catalogue.borrowed(acme, state)).containsExactly("io.tidegate.admin.updates");
    assertThat(catalogue.leftOut(Set.of("acme"), state)).containsExactly("com.acme.quirks");
    Catalogue.Known ocpp = catalogue.find("ocpp", state).orElseThrow();
    assertThat(catalogue.borrowed(ocpp, state)).isEmpty();
  }
}
