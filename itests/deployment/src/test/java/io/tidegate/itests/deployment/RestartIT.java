package io.tidegate.itests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kura forgets its bundles at each start and installs its packages in any sequence. */
class RestartIT {
  @TempDir Path folder;

  @Test
  void comesBackWhicheverPackageIsInstalledFirst() throws Exception {
    Samples samples = new Samples(folder.resolve("samples"));
    Path kura = folder.resolve("kura");
    samples.pin(kura.resolve("data/tidegate"));
    Path core = samples.signed(1);
    Path feature = samples.feature(1);
    try (Rig rig = Rig.start(Rig.Kind.EQUINOX, kura)) {
      assertThat(rig.ask("install " + feature)).contains("MIXED", "needs tidegate-core");
      assertThat(rig.ask("install " + core)).startsWith("installed");
      assertThat(rig.ask("install " + feature)).startsWith("installed");
      rig.kill();
    }
    try (Rig rig = Rig.start(Rig.Kind.EQUINOX, kura)) {
      assertThat(rig.ask("install " + feature)).startsWith("installed");
      assertThat(rig.ask("state " + Samples.FEATURE)).doesNotStartWith("active");
      assertThat(rig.ask("install " + core)).startsWith("installed");
      assertThat(rig.ask("state " + Samples.ONE)).startsWith("active");
      assertThat(rig.ask("state " + Samples.FEATURE)).startsWith("active");
    }
  }
}
