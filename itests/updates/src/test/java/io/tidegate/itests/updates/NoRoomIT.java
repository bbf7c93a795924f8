package io.tidegate.itests.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.release.Swap;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.updates.Works.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release on a disk that has no room for it (P3). It is "full" because more has to stay free than
 * any disk has, so the test needs no mount and no privilege.
 */
class NoRoomIT {
  private static final String DIALECT = "io.tidegate.charging.ocpp.v201";

  @Test
  void refusesAnOrderBeforeAnythingIsWritten(@TempDir Path folder) throws Exception {
    Home home = Home.in(folder);
    try (Scene scene = new Scene(home, folder)) {
      home.set("io.tidegate.admin.updates/reserve.megabytes=1048576");
      scene.start();
      Path release =
          scene
              .works()
              .release(
                  "dialects",
                  1,
                  scene.works().another(DIALECT, "1.0.1", Swap.BLUE_GREEN, Fault.NONE));

      assertThatThrownBy(() -> scene.order(release)).hasMessageContaining("DISK_FULL");

      assertThat(scene.hand().ask("versions " + DIALECT)).startsWith("0.1.0");
      try (Stream<Path> left = Files.list(home.folder().resolve("data/updates/incoming"))) {
        assertThat(left).isEmpty();
      }
    }
  }
}
