package io.tidegate.itests.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.bench.ocpp.Fleet;
import io.tidegate.bench.ocpp.LoadOptions;
import io.tidegate.bench.ocpp.Tally;
import io.tidegate.codec.release.Swap;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.updates.Works.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred releases that go well and a hundred that do not, of dialect, policy and driver bundles
 * by turns, under a thousand stations that talk: no socket is closed, no call is lost or answered
 * twice, the control loop goes on, every failure is undone, and nothing of it stays (P2, X1).
 */
@Tag("long")
class HundredUpdatesIT {
  private static final int STATIONS = 1_000;
  private static final int A_SECOND = 300;
  private static final int EACH = Integer.getInteger("updates.each", 100);
  private static final List<String> BUNDLES =
      List.of(
          "io.tidegate.charging.ocpp.v201",
          "io.tidegate.policy.peak.shaving",
          "io.tidegate.hardware.modbus.meter",
          "io.tidegate.charging.vendors",
          "io.tidegate.charging.iso15118.v20");
  private static final String UPDATER = "io.tidegate.admin.updates";

  private final Map<String, String> inForce = new TreeMap<>();
  private final Map<String, Integer> ends = new TreeMap<>();
  private Scene scene;

  @Test
  void losesNothingAndGoesBackFromEveryFailure(@TempDir Path folder) throws Exception {
    Home home =
        Home.in(folder)
            .write("config/site.yaml", site())
            .environment("TIDEGATE_JAVA_OPTS", "-XX:TieredStopAtLevel=1")
            .set("io.tidegate.core.planner/enabled=false");
    try (Scene opened = new Scene(home, folder).start();
        Fleet fleet = new Fleet(options(home))) {
      scene = opened;
      assertThat(fleet.connect().accepted()).isEqualTo(STATIONS);
      fleet.begin();
      update(1); // whatever is made once is there
      long heap = scene.hand().heap();
      long threads = Long.parseLong(scene.hand().ask("threads"));
      long decisions = decisions();
      long begun = System.nanoTime();
      for (int n = 2; n <= EACH + 1; n++) {
        update(n);
        fail(n);
      }
      long seconds = (System.nanoTime() - begun) / 1_000_000_000L;
      long decided = decisions() - decisions;
      Tally tally = fleet.finish(Scene.PATIENCE);
      System.out.printf(
          Locale.ROOT,
          "%d updates, %d failures in %d s: %s%n  due %d, answered %d, asked by the gateway %d, %s%n"
              + "  answers %s%n  decisions %d; heap %.1f MiB before, %.1f after; threads %d, %s%n",
          EACH,
          EACH,
          seconds,
          ends,
          tally.due,
          tally.answered,
          tally.asked,
          tally.troubles,
          tally.latency,
          decided,
          heap / 1048576.0,
          scene.hand().heap() / 1048576.0,
          threads,
          scene.hand().ask("threads"));
      assertThat(tally.troubles).as("closed sockets, errors, answers nobody waits for").isEmpty();
      assertThat(tally.missed).isZero();
      assertThat(tally.answered).isEqualTo(tally.due);
      assertThat(fleet.accepted()).isEqualTo(STATIONS);
      assertThat(decided).as("decisions").isGreaterThanOrEqualTo(seconds - 1);
      Await.until(
          "old class loaders are collected", Scene.PATIENCE, () -> scene.hand().left() == 0);
      Await.until(
          "threads are as many as before",
          Scene.PATIENCE,
          () -> Long.parseLong(scene.hand().ask("threads")) <= threads + 2);
    }
  }

  private static LoadOptions options(Home home) {
    return LoadOptions.of(
        "--url",
        home.ocpp().toString(),
        "--stations",
        "" + STATIONS,
        "--prefix",
        "CS",
        "--protocol",
        "ocpp2.0.1",
        "--rate",
        "" + A_SECOND);
  }

  private static String site() {
    StringBuilder out = new StringBuilder("site: Hundred updates\n");
    out.append("grid: {importCapKw: 20000, exportCapKw: 20000, buildingDesignLoadKw: 0}\n");
    out.append("nodes:\n  - {id: T1, kind: transformer, parent: grid, ratingKw: 20000}\n");
    out.append("stations:\n");
    for (int n = 0; n < STATIONS; n++) {
      out.append("  - {id: CS").append(n);
      out.append(", setpointInterval: 0s, evses: [{id: E-CS").append(n);
      out.append(", number: 1, node: T1, phases: L123, maxChargeKw: 11, safeShareKw: 0}]}\n");
    }
    return out.toString();
  }

  private long decisions() throws Exception {
    return Long.parseLong(scene.hand().ask("decisions"));
  }

  private static String bundle(int n) {
    return BUNDLES.get(n % BUNDLES.size());
  }

  private Path release(int n, String version, Fault fault) throws Exception {
    String bundle = bundle(n);
    String name = bundle.substring(bundle.lastIndexOf('.', bundle.lastIndexOf('.') - 1) + 1);
    return scene
        .works()
        .release(name, 1, scene.works().another(bundle, version, Swap.BLUE_GREEN, fault));
  }

  private void update(int n) throws Exception {
    String version = "1." + n + ".0";
    assertThat(scene.hand().ask("watch " + bundle(n))).matches("[0-9]+");
    end(scene.order(release(n, version, Fault.NONE)), "CONFIRMED");
    inForce.put(bundle(n), version);
    alone(n);
  }

  private void fail(int n) throws Exception {
    String version = "1." + n + ".1";
    switch (n % 4) {
      case 0 -> end(scene.order(release(n, version, Fault.UNRESOLVABLE)), "REFUSED");
      case 1 -> end(scene.order(release(n, version, Fault.THROWS)), "ROLLED_BACK");
      case 2 -> end(scene.order(release(n, version, Fault.RED)), "ROLLED_BACK");
      default -> {
        String id = scene.order(release(n, version, Fault.NONE));
        scene.await(id, "PROBATION");
        scene.hand().ask("watch " + bundle(n));
        scene.hand().ask("stop " + UPDATER);
        scene.hand().ask("start " + UPDATER);
        end(id, "ROLLED_BACK");
      }
    }
    alone(n);
  }

  private void end(String id, String step) throws Exception {
    String[] view = scene.await(id, step);
    ends.merge(view[1] + ("-".equals(view[2]) ? "" : " " + view[2]), 1, Integer::sum);
  }

  /** Only what was confirmed last is there, and it runs. */
  private void alone(int n) throws Exception {
    String wanted = inForce.get(bundle(n)) + ":32";
    Await.until(
        "only " + wanted,
        Scene.PATIENCE,
        () -> scene.hand().ask("versions " + bundle(n)).equals(wanted),
        scene.gateway()::story);
  }
}
