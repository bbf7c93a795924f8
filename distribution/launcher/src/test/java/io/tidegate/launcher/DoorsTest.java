package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorsTest {
  private static final Inside.Readiness NOTHING_OPEN =
      new Inside.Readiness(List::of, List.of(), List.of(), "", List.of());

  @TempDir Path folder;

  private List<String> closed(String bundle) throws Exception {
    Path jar = folder.resolve(bundle + ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", bundle);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream writer = new JarOutputStream(out, manifest)) {
      writer.finish();
    }
    Container container =
        Container.start(
            new TreeMap<>(Map.of(1, List.of(jar))), folder.resolve("cache"), 1, Map.of());
    try {
      return new Doors(container).closed(NOTHING_OPEN);
    } finally {
      container.stop(10_000);
    }
  }

  @Test
  void missesTheStationsDoorWhileTheirTransportIsThere() throws Exception {
    assertThat(closed("io.tidegate.charging.ocpp.transport"))
        .containsExactly("no OCPP port is open", "no HTTP port is open");
  }

  @Test
  void missesNoDoorOfAFeatureThatWasRemoved() throws Exception {
    assertThat(closed("io.tidegate.core.site")).containsExactly("no HTTP port is open");
  }
}
