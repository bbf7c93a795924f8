package io.tidegate.itests.updates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.bench.ocpp.Fleet;
import io.tidegate.bench.ocpp.Tally;
import io.tidegate.codec.release.Swap;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.updates.Works.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A hundred releases that go well and a hundred that do not, of dialect, policy and driver bundles
 * by turns, under a thousand stations that talk, fifty vehicles in their charge loops and a meter:
 * no socket is closed, no call is lost or answered twice, no session of a vehicle ends, every
 * second has its decision, every failure is undone, and nothing of it stays (P2, X1).
 *
 * <p>What is killed in the middle here is the updater, not the process: with that every socket
 * closes. {@link UpdateIT} does that.
 */
@Isolated
@Tag("long")
class HundredUpdatesIT {
  private static final int STATIONS = 1_000;
  private static final int VEHICLES = 50;
  private static final int A_SECOND = 100;
  private static final int EACH = Integer.getInteger("updates.each", 100);
  private static final int UNDISTURBED_S = 10;

  /** So many pairs of orders make a batch, each bundle and each fault as often in each of them. */
  private static final int BATCH = 20;

  /** By turns, with what they are. */
  private static final List<String> BUNDLES =
      List.of(
          "dialect io.tidegate.charging.ocpp.v201",
          "policy io.tidegate.policy.peak.shaving",
          "driver io.tidegate.hardware.modbus.meter",
          "quirks io.tidegate.charging.vendors",
          "dialect io.tidegate.charging.iso15118.v20");

  private static final List<String> FAILURES =
      List.of(
          "refused UNRESOLVABLE",
          "rolled-back START_FAILED",
          "rolled-back UNHEALTHY",
          "rolled-back INTERRUPTED");
  private static final String UPDATER = "io.tidegate.admin.updates";

  /** What a heap may vary by: newest decisions, buffers, journal. */
  private static final double MORE = 1.25;

  private final Map<String, String> inForce = new TreeMap<>();
  private final Orders orders = new Orders();
  private final List<Takes> takes = new ArrayList<>();

  /** Releases are made while those before them are installed. */
  private final ExecutorService press = Executors.newSingleThreadExecutor();

  private Scene scene;

  @AfterEach
  void stop() {
    press.shutdownNow();
  }

  @Test
  void losesNothingAndGoesBackFromEveryFailure(@TempDir Path folder) throws Exception {
    try (BusySite site = new BusySite(folder, STATIONS, VEHICLES);
        Scene opened = new Scene(site.home(), folder).start();
        Fleet fleet = site.stations(A_SECOND)) {
      scene = opened;
      assertThat(fleet.connect().accepted()).isEqualTo(STATIONS);
      site.plugIn(scene.gateway().rest());
      update(1, pair(1).good()); // whatever is made once is there
      fleet.begin();
      TimeUnit.SECONDS.sleep(UNDISTURBED_S);
      Tally undisturbed = fleet.finish(Scene.PATIENCE);
      complete(undisturbed);

      fleet.begin();
      Loop before = Loop.of(scene);
      long begun = System.nanoTime();
      takes.add(Takes.of(scene.hand()));
      Future<Pair> next = press.submit(() -> pair(2));
      for (int n = 2; n <= EACH + 1; n++) {
        List<Long> looped = site.looped();
        long polls = site.polls();
        Pair pair = next.get();
        int coming = n + 1;
        next = press.submit(() -> pair(coming));
        update(n, pair.good());
        fail(n, pair.bad());
        goesOn(site, looped, polls);
        if ((n - 1) % BATCH == 0 || n == EACH + 1) {
          Await.until("old class loaders", Scene.PATIENCE, () -> scene.hand().left() == 0);
          takes.add(Takes.of(scene.hand()));
        }
      }
      long seconds = (System.nanoTime() - begun) / 1_000_000_000L;
      Loop after = Loop.of(scene);
      Tally tally = fleet.finish(Scene.PATIENCE);
      tell(seconds, before, after, undisturbed, tally, site);

      complete(tally);
      Map<String, Integer> booked = Ledger.events(site.home().folder());
      fleet
          .readings()
          .forEach((cs, sent) -> assertThat(booked.getOrDefault(cs, 0)).as(cs).isEqualTo(sent));
      assertThat(fleet.accepted()).as("stations that are there").isEqualTo(STATIONS);
      assertThat(site.vehicles().inLoop()).as("vehicles: " + site.endings()).isEqualTo(VEHICLES);
      site.leave();
      assertThat(site.vehicles().endings())
          .as(site.endings())
          .isEqualTo(Map.of(io.tidegate.sim.ev.Ending.Kind.DONE, VEHICLES));
      assertThat(after.missed() - before.missed()).as("seconds without a decision").isZero();
      assertThat(after.cycles() - before.cycles()).isGreaterThanOrEqualTo(seconds - 1);
      assertThat(after.decisions() - before.decisions())
          .isGreaterThanOrEqualTo(after.cycles() - before.cycles());
      everyKind();
      nothingHasGrown();
    }
  }

  /** The control loop's own counts. */
  private record Loop(long cycles, long missed, long latestMs, long decisions) {
    static Loop of(Scene scene) throws Exception {
      String[] words = scene.hand().ask("cycles").split(" ");
      return new Loop(
          Long.parseLong(words[0]),
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]));
    }
  }

  private static void complete(Tally tally) {
    assertThat(tally.troubles).as("closed sockets, errors, answers nobody waits for").isEmpty();
    assertThat(tally.missed).isZero();
    assertThat(tally.due).isPositive();
    assertThat(tally.answered).isEqualTo(tally.due);
  }

  /** Each vehicle has gone on with its charge loop, and the meter was read. */
  private static void goesOn(BusySite site, List<Long> looped, long polls) throws Exception {
    Await.until(
        "every vehicle loops, the meter is read",
        Scene.PATIENCE,
        () -> {
          List<Long> now = site.looped();
          boolean all = site.polls() >= polls + 2;
          for (int i = 0; i < looped.size(); i++) {
            all &= now.get(i) >= looped.get(i) + 2;
          }
          return all;
        },
        () -> site.vehicles() + " " + site.endings());
  }

  private static String bundle(int n) {
    return BUNDLES.get(n % BUNDLES.size()).split(" ")[1];
  }

  private static String kind(int n) {
    return BUNDLES.get(n % BUNDLES.size()).split(" ")[0];
  }

  /** A good release and one that fails. */
  private record Pair(Path good, Path bad) {}

  private Pair pair(int n) throws Exception {
    Fault fault =
        switch (n % 4) {
          case 0 -> Fault.UNRESOLVABLE;
          case 1 -> Fault.THROWS;
          case 2 -> Fault.RED;
          default -> Fault.NONE;
        };
    return new Pair(release(n, 0, Fault.NONE), release(n, 1, fault));
  }

  private Path release(int n, int micro, Fault fault) throws Exception {
    String bundle = bundle(n);
    String name = bundle.substring(bundle.lastIndexOf('.', bundle.lastIndexOf('.') - 1) + 1);
    String version = "1." + n + "." + micro;
    return scene
        .works()
        .release(name, 1, scene.works().another(bundle, version, Swap.BLUE_GREEN, fault));
  }

  private void update(int n, Path release) throws Exception {
    assertThat(scene.hand().ask("watch " + bundle(n))).matches("[0-9]+");
    String id = scene.order(release);
    scene.await(id, "CONFIRMED");
    inForce.put(bundle(n), "1." + n + ".0");
    alone(n);
    ended(n, id);
  }

  private void fail(int n, Path release) throws Exception {
    String id = scene.order(release);
    if (n % 4 == 3) {
      scene.await(id, "PROBATION");
      scene.hand().ask("watch " + bundle(n));
      scene.hand().ask("stop " + UPDATER);
      scene.hand().ask("start " + UPDATER);
    }
    scene.await(id, n % 4 == 0 ? "REFUSED" : "ROLLED_BACK");
    alone(n);
    JsonNode view = ended(n, id);
    assertThat(view.path("step").asText() + " " + view.path("code").asText())
        .as(view.path("sentence").asText())
        .isEqualTo(FAILURES.get(n % 4));
  }

  private JsonNode ended(int n, String id) throws Exception {
    JsonNode view = scene.ended(id);
    boolean touched = !view.path("step").asText().equals("refused");
    assertThat(view.has("after")).as("what it took: %s", view).isEqualTo(touched);
    for (String each : List.of("startLevel", "bundles")) {
      assertThat(view.path("after").path(each)).isEqualTo(view.path("before").path(each));
    }
    orders.ended(kind(n), view);
    return view;
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

  private void everyKind() {
    if (EACH % BATCH != 0) {
      return; // by hand
    }
    Map<String, Integer> wanted = new TreeMap<>();
    for (String each : BUNDLES) {
      String kind = each.split(" ")[0];
      int first = bundle(1).equals(each.split(" ")[1]) ? 1 : 0;
      wanted.merge(kind + ": confirmed ", EACH / BUNDLES.size() + first, Integer::sum);
      for (String failure : FAILURES) {
        wanted.merge(kind + ": " + failure, EACH / BATCH, Integer::sum);
      }
    }
    assertThat(orders.ends()).isEqualTo(wanted);
  }

  private void nothingHasGrown() throws Exception {
    Takes begin = takes.get(1);
    Takes end = takes.get(takes.size() - 1);
    assertThat(end.startLevel()).isEqualTo(begin.startLevel());
    assertThat(end.bundles()).isEqualTo(begin.bundles());
    assertThat((double) end.heap()).as("heap").isLessThan(MORE * begin.heap());
    assertThat((double) end.classes()).as("classes").isLessThan(MORE * begin.classes());
    Await.until(
        "threads are as many as before",
        Scene.PATIENCE,
        () -> Takes.of(scene.hand()).steady().equals(begin.steady()),
        () -> begin.steady() + "\n" + threads());
  }

  private String threads() {
    try {
      return scene.hand().ask("threads-by-name");
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  private void tell(
      long seconds, Loop before, Loop after, Tally undisturbed, Tally tally, BusySite site) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%d updates, %d failures in %d s: %s%n"
                + "  due %d, answered %d, asked by the gateway %d, %s%n"
                + "  answers undisturbed %s%n  answers meanwhile %s%n  %s%n"
                + "  meter read %d times; cycles %d, missed %d, latest %d ms, decisions %d%n",
            EACH,
            EACH,
            seconds,
            orders,
            tally.due,
            tally.answered,
            tally.asked,
            tally.troubles,
            undisturbed.latency,
            tally.latency,
            site.vehicles(),
            site.polls(),
            after.cycles() - before.cycles(),
            after.missed() - before.missed(),
            after.latestMs(),
            after.decisions() - before.decisions()));
    ProcessHandle.of(scene.gateway().pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .ifPresent(cpu -> out.append("  processor time " + cpu.toSeconds() + " s\n"));
    takes.forEach(each -> out.append("  ").append(each).append('\n'));
    System.out.print(out);
  }
}
