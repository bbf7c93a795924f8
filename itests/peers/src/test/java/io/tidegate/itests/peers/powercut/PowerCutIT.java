package io.tidegate.itests.peers.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.peers.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is acknowledged survives a power cut: the distribution in a computer of its own, whose power
 * is cut under load and whose disk then forgets what was not flushed (rows S1.8, S1.14, X2).
 *
 * <p>{@code power.cuts} (2) and {@code power.seed} are system properties.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PowerCutIT {
  private static final long DISK_BYTES = 384L << 20;
  private static final int ENDLESS = 1_000_000;
  private static final int FEWEST = 8;
  private static final int SPREAD = 24;
  private static final int LAST_ITEMS = 8;
  private static final Pattern SETPOINTS = Pattern.compile(" ([0-9]+) setpoints reproduced$");

  private final int cuts = Integer.getInteger("power.cuts", 2);
  private final long seed = Long.getLong("power.seed", new Random().nextInt(1_000_000));
  private final Random random = new Random(seed);
  private final Told told = new Told();
  private Path folder;
  private Path image;
  private VolatileDisk disk;
  private VolatileDisk liar;
  private Path lied;
  private Collection<Item> atFirst = List.of();

  /** The next boots are of no use without those before. */
  private Path survived;

  private boolean ended;

  @BeforeAll
  void open(@TempDir Path temporary) throws Exception {
    folder = temporary;
    image = VolatileDisk.blank(folder.resolve("disk.img"), DISK_BYTES);
    DiskJournal.format(image);
    disk = VolatileDisk.open(image);
    say("seed %d, %d cuts", seed, cuts);
  }

  @AfterAll
  void close() throws Exception {
    disk.close();
    if (liar != null) {
      liar.close();
    }
  }

  private static void say(String format, Object... values) {
    System.out.printf("power cut: " + format + "%n", values);
  }

  /** From the loader to the cut; the console. */
  private List<String> bootAndCut(int boot) throws Exception {
    Twins twins = new Twins(disk);
    long begin = System.nanoTime();
    try (NbdServer server = NbdServer.serve(twins);
        Guest guest = Guest.boot(server.port(), script(boot))) {
      guest.await("boot " + boot + " is ready", 1, line -> line.startsWith("@READY"));
      long ready = System.nanoTime();
      guest.await("an acknowledgement", 1, PowerCutIT::acknowledged);
      if (liar == null) {
        lied = folder.resolve("lied.img");
        liar = twins.lieBeside(lied);
      }
      int before = FEWEST + random.nextInt(SPREAD);
      guest.await(before + " acknowledgements", before, PowerCutIT::acknowledged);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
      server.powerOffAfter(1 + random.nextInt(12), 30_000);
      guest.kill();
      int unflushed = disk.unflushed();
      VolatileDisk.Loss loss = VolatileDisk.Loss.values()[random.nextInt(2)];
      int lost = disk.cutPower(loss, random);
      say(
          "boot %d ready after %d s, cut %d s later; of %d unflushed sectors %d lost (%s)",
          boot,
          Duration.ofNanos(ready - begin).toSeconds(),
          Duration.ofNanos(System.nanoTime() - ready).toSeconds(),
          unflushed,
          lost,
          loss);
      return guest.console();
    }
  }

  /** Of a station: commands are quicker, and would be all there is. */
  private static boolean acknowledged(String line) {
    return Item.acknowledgedIn(line).filter(a -> a.id().contains("-CS")).isPresent();
  }

  private Path repetitions(int boot) throws Exception {
    return Files.write(folder.resolve("again-" + boot), told.repetitions());
  }

  private Path script(int boot) throws Exception {
    return Guest.script(
        folder.resolve("boot-" + boot + ".sh"), boot + " " + repetitions(boot) + " " + ENDLESS);
  }

  private List<String> findings(DiskJournal journal) throws Exception {
    return journal.findings(told.sent(), told.acknowledged());
  }

  private static void healthy(List<String> console) {
    assertThat(console)
        .filteredOn(line -> line.startsWith("@READY") || line.startsWith("@HEALTH"))
        .isNotEmpty()
        .allMatch(line -> line.contains("\"status\":\"ok\""));
  }

  @Test
  @Order(1)
  void findsEverythingThatWasAcknowledgedOnceAfterEachCut() throws Exception {
    for (int boot = 1; boot <= cuts; boot++) {
      List<String> console = bootAndCut(boot);
      Files.write(folder.resolve("console-" + boot), console);
      told.hear(console);
      say(
          "%d items acknowledged so far, %d sent and open",
          told.acknowledged().size(), told.open().size());
      healthy(console);
      Path copies = folder.resolve("cut-" + boot);
      assertThat(findings(DiskJournal.of(image, copies)))
          .as(() -> String.join("\n", console))
          .isEmpty();
      if (boot == 1) {
        atFirst = told.acknowledged();
      }
    }
    survived = folder.resolve("cut-" + cuts);
  }

  @Test
  @Order(2)
  void findsTheLossOnADiskThatLiesAboutItsFlushes() throws Exception {
    assertThat(atFirst).as("items of the first boot").isNotEmpty();
    liar.cutPower(VolatileDisk.Loss.ALL, random);
    List<String> findings = DiskJournal.of(lied, folder.resolve("lied")).findings(atFirst, atFirst);
    say("%d of %d items are lost on the disk that lies", findings.size(), atFirst.size());
    assertThat(findings)
        .hasSizeGreaterThanOrEqualTo(FEWEST / 2)
        .allMatch(finding -> finding.endsWith("is there 0 times"));
  }

  @Test
  @Order(3)
  void goesOnAfterTheLastCutAndTakesRepetitionsOnce() throws Exception {
    assertThat(survived).as("the cuts have gone well").isNotNull();
    int boot = cuts + 1;
    List<String> console;
    try (Peer load =
        Guest.onHost(
            survived.toString(), "" + boot, repetitions(boot).toString(), "" + LAST_ITEMS)) {
      load.awaitEnd(Guest.PATIENCE);
      console = load.lines();
    }
    told.hear(console);
    healthy(console);
    // 5: the stop took longer than its limit, as it may where others use the machine
    assertThat(console).containsAnyOf("@STOPPED 0", "@STOPPED 5");
    assertThat(told.open()).isEmpty();
    assertThat(told.again()).isNotEmpty();
    assertThat(told.again().values()).containsOnly("repeated");
    assertThat(findings(DiskJournal.in(survived))).as(() -> String.join("\n", console)).isEmpty();
    ended = true;
    say("%d items acknowledged, all of them there once", told.acknowledged().size());
  }

  @Test
  @Order(4)
  void reproducesEverySegmentOfTheJournal() throws Exception {
    assertThat(ended).as("the last boot has gone well").isTrue();
    Gateway.Ended replay = Gateway.run("replay", DiskJournal.in(survived).file().toString());
    assertThat(replay.code()).as(replay.output()).isZero();
    List<Integer> setpoints =
        replay
            .output()
            .lines()
            .filter(line -> line.startsWith("segment "))
            .map(SETPOINTS::matcher)
            .filter(Matcher::find)
            .map(matcher -> Integer.valueOf(matcher.group(1)))
            .toList();
    say("setpoints of each boot, all reproduced: %s", setpoints);
    assertThat(setpoints).as(replay.output()).hasSize(cuts + 1).anyMatch(n -> n > 0);
  }
}
