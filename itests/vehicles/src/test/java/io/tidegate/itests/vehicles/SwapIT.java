package io.tidegate.itests.vehicles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Swap;
import io.tidegate.itests.vehicles.OwnSite.Driven;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundle that speaks ISO 15118-20 is replaced while vehicles are in their charge loops (P2).
 */
class SwapIT {
  @Test
  void losesNoSessionWhenTheDialectIsReplacedInTheMiddleOfChargeLoops(@TempDir Path folder)
      throws Exception {
    replace(folder, 6, 4);
  }

  @Tag("long")
  @Test
  void losesNoneOfFiftySessionsEither(@TempDir Path folder) throws Exception {
    replace(folder, 50, 20);
  }

  private static void replace(Path folder, int vehicles, int swaps) throws Exception {
    try (OwnSite site = new OwnSite(folder, vehicles, 0).startSwappable(folder.resolve("copy"));
        Swap swap = new Swap(site.gateway(), folder.resolve("jars"))) {
      List<Driven> fleet = new ArrayList<>();
      for (int i = 0; i < vehicles; i++) {
        VehicleProfile profile = VehicleProfile.dc("WDC" + i).bothWays().with(Pace.PATIENT);
        fleet.add(site.plugIn(i, profile, new Battery(60_000, 60, 400, 10)));
      }
      for (Driven ev : fleet) {
        site.await("charge", ev, () -> ev.evse().powerW() > 3_000);
      }
      for (int n = 0; n < swaps; n++) {
        swap.update("io.tidegate.charging.iso15118.v20");
        List<Long> before = fleet.stream().map(ev -> ev.log().looped()).toList();
        for (int i = 0; i < vehicles; i++) {
          Driven ev = fleet.get(i);
          long looped = before.get(i);
          site.await("loops after swap " + n, ev, () -> ev.log().looped() >= looped + 4);
        }
      }
      for (Driven ev : fleet) {
        assertThat(ev.log().ending()).as("%s", ev.log()).isEmpty();
        assertThat(ev.evse().energised()).isTrue();
        ev.vehicle().stop();
      }
      for (Driven ev : fleet) {
        assertThat(site.ending(ev).kind()).isEqualTo(Ending.Kind.DONE);
      }
    }
  }
}
