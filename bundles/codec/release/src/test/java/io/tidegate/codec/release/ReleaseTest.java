package io.tidegate.codec.release;

import static io.tidegate.codec.release.Archives.NOW;
import static io.tidegate.codec.release.Archives.archive;
import static io.tidegate.codec.release.Archives.good;
import static io.tidegate.codec.release.Archives.jar;
import static io.tidegate.codec.release.Archives.manifest;
import static io.tidegate.codec.release.Archives.verify;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release goes into an archive, is signed, and is believed where its keys are known. */
class ReleaseTest {
  @TempDir Path folder;

  @Test
  void believesWhatItsOwnKeysSigned() throws Exception {
    VerifiedRelease release = verify(archive(good(4)), Map.of("tidegate-site", Confirmed.of(3)));
    assertThat(release.manifest()).isEqualTo(manifest(4));
    assertThat(release.signers())
        .containsExactly(Archives.RELEASE_A.key().id(), Archives.RELEASE_B.key().id());
    assertThat(release.downgrade()).isFalse();
  }

  @Test
  void writesTheSameReleaseToTheSameBytes() throws Exception {
    assertThat(archive(good(4))).isEqualTo(archive(good(4)));
    assertThat(manifest(4).write()).isEqualTo(Manifest.read(manifest(4).write()).write());
  }

  @Test
  void givesBundlesBackAsTheyWere() throws Exception {
    Path file = folder.resolve("x.dp");
    Files.write(file, archive(good(4)));
    try (ReleaseReader reader = ReleaseReader.open(file)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      reader.copy(manifest(4).bundles().get(1), out);
      assertThat(out.toByteArray()).isEqualTo(jar("com.acme.two"));
    }
  }

  @Test
  void readsAnArchiveThatAnotherToolPackedAnew() throws Exception {
    byte[] packed = Archives.deflated(Archives.entries(archive(good(4))));
    assertThat(verify(packed, Map.of()).manifest()).isEqualTo(manifest(4));
  }

  @Test
  void writesADeploymentPackageThatTheJdkReads() throws Exception {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(archive(good(4))))) {
      Attributes main = in.getManifest().getMainAttributes();
      assertThat(main.getValue("DeploymentPackage-SymbolicName")).isEqualTo("tidegate-site");
      Attributes guard = in.getManifest().getAttributes("bundles/com.acme.guard.jar");
      assertThat(guard.getValue("DeploymentPackage-Customizer")).isEqualTo("true");
      assertThat(in.getManifest().getAttributes("release.sig.json").getValue("Resource-Processor"))
          .isEqualTo("com.acme.guard.processor");
    }
  }

  @Test
  void keepsEverythingElseWhenASignatureIsAdded() throws Exception {
    byte[] one = archive(Archives.signed(manifest(4), Archives.RELEASE_A));
    byte[] two = archive(good(4));
    Map<String, byte[]> before = Archives.entries(one);
    Map<String, byte[]> after = Archives.entries(two);
    assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
    before.remove("release.sig.json");
    before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void countsConfirmedReleasesUp() throws Exception {
    Confirmed confirmed = Confirmed.of(3).then(manifest(7));
    assertThat(confirmed).isEqualTo(new Confirmed(7, 7, 0, java.util.List.of()));
    assertThat(verify(archive(good(8)), Map.of("tidegate-site", confirmed)).manifest().counter())
        .isEqualTo(8);
    assertThat(NOW).isBefore(manifest(8).expires());
  }
}
