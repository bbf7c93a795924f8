package io.tidegate.admin.updates.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release may claim beside the product and other additions (P2). */
class AdmissionTest {
  private static final String PRODUCT = "tidegate-site";
  private static final String CLOCK = "io.tidegate.core.clock";
  private static final String POLICY = "io.tidegate.policy.peak";

  @TempDir Path folder;
  private Admission admission;

  @BeforeEach
  void read() throws IOException {
    for (String bundle : List.of(CLOCK, POLICY)) {
      jar(folder.resolve("bundle/5/" + bundle + ".jar"), bundle);
    }
    Path features = Files.createDirectories(folder.resolve("features"));
    Map.of("core", CLOCK, "policies", POLICY)
        .forEach(
            (name, bundle) -> {
              try {
                Files.writeString(
                    features.resolve(name + ".bndrun"), "bnd.identity;id='" + bundle + "'\n");
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    Base base = Base.read(folder);
    admission = new Admission(Catalogue.read(features, base, PRODUCT), base, PRODUCT);
  }

  private static void jar(Path file, String name) throws IOException {
    Files.createDirectories(file.getParent());
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Bundle-Version", "1.0.0");
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  private static Part part(String bundle, String version) {
    return new Part(bundle, version, "", 5, Kind.BLUE_GREEN);
  }

  /** A release of one bundle, in a feature when that has a name. */
  private static Release release(String name, String feature, Part part) {
    List<Release.Feature> features =
        feature.isEmpty()
            ? List.of()
            : List.of(new Release.Feature(feature, "", false, List.of(part.symbolicName())));
    return new Release(name, "1", 1, 0, 0, List.of(part), features);
  }

  private void refused(Release wanted, State state, String... words) {
    UpdateRefusedException refused =
        catchThrowableOfType(UpdateRefusedException.class, () -> admission.check(wanted, state));
    assertThat(refused).as("it is let in").isNotNull();
    assertThat(refused.code()).isEqualTo(UpdateCode.MIXED);
    assertThat(refused).hasMessageContainingAll(words);
  }

  private void admitted(Release wanted, State state) {
    assertThatCode(() -> admission.check(wanted, state)).doesNotThrowAnyException();
  }

  @Test
  void refusesAnAdditionThatCallsAFeatureAsTheProductCallsOne() {
    for (String feature : List.of("core", "policies", "platform", "updates")) {
      refused(
          release("thief", feature, part("acme.empty", "1.0.0")),
          State.initial(),
          "feature " + feature + " is the product's");
    }
    admitted(release("acme", "acme", part("acme.empty", "1.0.0")), State.initial());
  }

  @Test
  void refusesAnAdditionThatCallsAFeatureAsTheProductsReleaseCallsOne() {
    State state = State.initial().confirmed(release(PRODUCT, "fleet", part("fleet", "1.0.0")));
    refused(release("thief", "fleet", part("acme.empty", "1.0.0")), state, "the product's");
  }

  @Test
  void refusesAFeatureThatAnotherAdditionHas() {
    State state = State.initial().confirmed(release("acme", "quirks", part("acme.a", "1.0.0")));
    refused(
        release("other", "quirks", part("other.b", "1.0.0")),
        state,
        "feature quirks is part of release acme already");
    refused(
        release(PRODUCT, "quirks", part("other.b", "1.0.0")),
        state,
        "feature quirks is part of release acme already");
    admitted(release("acme", "quirks", part("acme.a", "1.1.0")), state);
  }

  @Test
  void refusesAFixedBundleInAFeatureThatASiteMayRemove() {
    refused(
        release("thief", "thief", part(CLOCK, "1.1.0")),
        State.initial(),
        CLOCK + " cannot be part of feature thief",
        "no gateway without it");
  }

  @Test
  void takesOnlyANewerBundleOfAFixedFeatureFromAnAddition() {
    refused(
        release("hotfix", "", part(CLOCK, "0.9.0")),
        State.initial(),
        CLOCK + " 0.9.0 is older than the product's 1.0.0");
    admitted(release("hotfix", "", part(CLOCK, "1.0.1")), State.initial());
    State newer = State.initial().confirmed(release(PRODUCT, "core", part(CLOCK, "1.2.0")));
    refused(release("hotfix", "", part(CLOCK, "1.0.1")), newer, "the product's 1.2.0");
  }

  @Test
  void letsAnAdditionReplaceAPolicyByAnyVersion() {
    admitted(release("policies-1", "", part(POLICY, "0.9.0")), State.initial());
    admitted(release("peak", "peak", part(POLICY, "1.1.0")), State.initial());
  }

  @Test
  void letsTheProductHaveWhatIsItsOwn() {
    admitted(release(PRODUCT, "core", part(CLOCK, "1.1.0")), State.initial());
  }
}
