package io.tidegate.itests.peers.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Swap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A power cut anywhere in an update (P3, P8): the distribution takes two releases in a computer of
 * its own, whose disk writes down what it was told. Then the power is cut after any of it, again
 * and again, without the computer: the file system is repaired, and what the updater finds is
 * judged. With one cut of each step the gateway starts on the host.
 *
 * <p>{@code power.cuts} (60) and {@code power.seed} are system properties.
 */
@Tag("recorded")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpdateCutsIT {
  private static final long DISK_BYTES = 384L << 20;
  private static final String DIALECT = "io.tidegate.charging.ocpp.v201";
  private static final int RELEASES = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int cuts = Integer.getInteger("power.cuts", 60);
  private final long seed = Long.getLong("power.seed", new Random().nextInt(1_000_000));
  private final Random random = new Random(seed);

  /** What was heard, and how much the disk had been told at the latest by then. */
  private final Map<String, Integer> heard = new LinkedHashMap<>();

  private Path folder;
  private Path copy;
  private Path blank;
  private RecordedDisk recorded;
  private int images;

  @BeforeAll
  void open(@TempDir Path temporary) throws Exception {
    folder = temporary;
    copy = Gateway.copy(folder.resolve("distribution"));
    say("seed %d", seed);
  }

  @AfterAll
  void close() {
    say("%d images were looked at", images);
  }

  private static void say(String format, Object... values) {
    System.out.printf("cuts of an update: " + format + "%n", values);
  }

  private static void tool(String... words) throws Exception {
    Gateway.Ended ended = Gateway.run(words);
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  /** The dialect with another version, in a signed release. */
  private Path release(int number, Path key) throws Exception {
    Path bundles = Files.createDirectories(folder.resolve("bundles-" + number));
    Path jar = bundles.resolve(DIALECT + "-1.0." + number + ".jar");
    try (JarFile shipped = new JarFile(Swap.shipped(copy, DIALECT).toFile())) {
      Manifest manifest = new Manifest(shipped.getManifest());
      manifest.getMainAttributes().putValue("Bundle-Version", "1.0." + number);
      try (OutputStream file = Files.newOutputStream(jar);
          JarOutputStream writer = new JarOutputStream(file, manifest)) {
        for (JarEntry entry : new ArrayList<>(shipped.stream().toList())) {
          if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            writer.putNextEntry(new JarEntry(entry.getName()));
            try (InputStream content = shipped.getInputStream(entry)) {
              content.transferTo(writer);
            }
          }
        }
      }
    }
    String archive = folder.resolve(number + ".dp").toString();
    tool(
        ("release build -o "
                + archive
                + " --name dialects --product tidegate-site --version 1.0."
                + number
                + " --counter "
                + number
                + " --expires 2036-01-01 --probation 5"
                + " --bundles "
                + bundles)
            .split(" "));
    tool("release", "sign", archive, "--key", key.toString());
    return Path.of(archive);
  }

  @Test
  @Order(1)
  void takesTwoReleasesInTheGuest() throws Exception {
    Path key = folder.resolve("key.pem");
    tool("release", "key", "new", key.toString());
    Files.deleteIfExists(copy.resolve("lib/root.json"));
    tool(
        ("release root new -o "
                + copy.resolve("lib/root.json")
                + " --expires 2036-01-01 --root "
                + key
                + " --release "
                + key)
            .split(" "));
    StringBuilder arguments = new StringBuilder(copy.toString());
    for (int n = 1; n <= RELEASES; n++) {
      arguments.append(' ').append(release(n, key));
    }
    Path image = VolatileDisk.blank(folder.resolve("disk.img"), DISK_BYTES);
    DiskJournal.format(image);
    blank = folder.resolve("blank.img");
    try (VolatileDisk formatted = VolatileDisk.open(image);
        VolatileDisk same = formatted.liar(blank)) {
      recorded = new RecordedDisk(formatted);
      assertThat(same.size()).isEqualTo(DISK_BYTES);
      Path script = Guest.script(folder.resolve("boot.sh"), UpdateLoad.class, arguments.toString());
      try (NbdServer server = NbdServer.serve(recorded);
          Guest guest = Guest.boot(server.port(), script)) {
        guest.await("the releases are in force", 1, line -> heard(guest, line));
        hear(guest.console());
      }
    }
    say("%d writes and flushes; %s", recorded.length(), heard);
    assertThat(heard.keySet()).contains("@STEP 1 CONFIRMED", "@STEP 2 CONFIRMED");
  }

  private boolean heard(Guest guest, String line) {
    hear(guest.console());
    return line.startsWith("@DONE");
  }

  private void hear(List<String> console) {
    for (String line : console) {
      if (line.startsWith("@STEP") || line.startsWith("@READY") || line.startsWith("@DONE")) {
        heard.computeIfAbsent(line, l -> recorded.length());
      }
    }
  }

  /** Of which the updater has said that it is in force, when the disk had been told so much. */
  private int promised(int told) {
    int counter = 0;
    for (int n = 1; n <= RELEASES; n++) {
      if (heard.getOrDefault("@STEP " + n + " CONFIRMED", Integer.MAX_VALUE) <= told) {
        counter = n;
      }
    }
    return counter;
  }

  @Test
  @Order(2)
  void findsAWholeStateAndWholeJarsWhereverThePowerIsCut() throws Exception {
    assertThat(blank).as("the guest has done its work").isNotNull();
    int begin = heard.get("@READY");
    TreeSet<Integer> places = new TreeSet<>(List.of(recorded.length()));
    while (places.size() < Math.min(cuts, recorded.length() - begin)) {
      places.add(begin + random.nextInt(recorded.length() - begin));
    }
    Map<String, Integer> found = new LinkedHashMap<>();
    try (VolatileDisk playing = playing(folder.resolve("playing.img"))) {
      int from = 0;
      for (int to : places) {
        recorded.play(from, to, playing);
        from = to;
        for (VolatileDisk.Loss loss : VolatileDisk.Loss.values()) {
          String step = judged(playing, loss, to);
          found.merge(step, 1, Integer::sum);
        }
      }
    }
    say("what was found: %s", found);
  }

  private VolatileDisk playing(Path image) throws IOException {
    try (VolatileDisk start = VolatileDisk.open(blank);
        VolatileDisk same = start.liar(image)) {
      assertThat(same.size()).isEqualTo(start.size());
    }
    return VolatileDisk.open(image);
  }

  /** Cuts the power and looks at what is there; the step that the state is at. */
  private String judged(VolatileDisk playing, VolatileDisk.Loss loss, int told) throws Exception {
    Path image = folder.resolve("cut.img");
    Path found = Files.createDirectories(folder.resolve("found-" + ++images));
    RecordedDisk.cut(playing, loss, random, image);
    DiskJournal.copy(image, "/home/data/updates", found);
    Files.delete(image);
    String step = judged(found.resolve("updates"), told, loss + " after " + told);
    delete(found);
    return step;
  }

  private String judged(Path updates, int told, String where) throws Exception {
    Path file = updates.resolve("state.json");
    if (!Files.exists(file)) {
      assertThat(promised(told)).as(where).isZero();
      return "no order yet";
    }
    JsonNode state = JSON.readTree(file.toFile());
    assertThat(state.path("format").asInt()).as(where).isEqualTo(1);
    int counter = 0;
    for (JsonNode release : state.path("releases")) {
      counter = release.path("release").path("counter").asInt();
      sound(updates, release.path("release"), where);
    }
    assertThat(counter).as(where).isGreaterThanOrEqualTo(promised(told));
    if (state.path("order").path("touched").asBoolean()) {
      sound(updates, state.path("order").path("wanted"), where);
    }
    if (Files.isDirectory(updates.resolve("store/sha256"))) {
      try (Stream<Path> jars = Files.list(updates.resolve("store/sha256"))) {
        for (Path jar : (Iterable<Path>) jars::iterator) {
          String name = jar.getFileName().toString();
          assertThat(name.endsWith(".new") || name.equals(digest(jar) + ".jar")).as(where).isTrue();
        }
      }
    }
    String step = state.path("order").path("view").path("step").asText("");
    return "release " + counter + (step.isEmpty() ? "" : ", another at " + step);
  }

  private static void sound(Path updates, JsonNode release, String where) throws Exception {
    assertThat(release.path("bundles").size()).as(where).isPositive();
    for (JsonNode bundle : release.path("bundles")) {
      String sha256 = bundle.path("sha256").asText();
      assertThat(digest(updates.resolve("store/sha256/" + sha256 + ".jar")))
          .as(where)
          .isEqualTo(sha256);
    }
  }

  private static String digest(Path jar) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
  }

  /** That it can fail: the same disk, which makes nothing durable. */
  @Test
  @Order(3)
  void findsTheLossOnADiskThatLiesAboutItsFlushes() throws Exception {
    assertThat(heard).containsKey("@STEP 2 CONFIRMED");
    try (VolatileDisk start = VolatileDisk.open(blank);
        VolatileDisk liar = start.liar(folder.resolve("liar.img"))) {
      recorded.play(0, recorded.length(), liar);
      Path image = folder.resolve("lied.img");
      RecordedDisk.cut(liar, VolatileDisk.Loss.ALL, random, image);
      Path found = Files.createDirectories(folder.resolve("lied"));
      DiskJournal.copy(image, "/home/data/updates", found);
      assertThat(found.resolve("updates/state.json")).doesNotExist();
    }
  }

  @Test
  @Order(4)
  void startsOnTheHostAfterACutInEachStep() throws Exception {
    assertThat(heard).containsKey("@STEP 2 CONFIRMED");
    try (VolatileDisk playing = playing(folder.resolve("starting.img"))) {
      int from = 0;
      for (Map.Entry<String, Integer> said : heard.entrySet()) {
        recorded.play(from, said.getValue(), playing);
        from = said.getValue();
        if (said.getKey().startsWith("@STEP 2")) {
          Path image = folder.resolve("start.img");
          Path found = Files.createDirectories(folder.resolve("start-" + ++images));
          RecordedDisk.cut(playing, VolatileDisk.Loss.SOME, random, image);
          DiskJournal.copy(image, "/home", found);
          Files.delete(image);
          starts(found, said.getKey());
          delete(found);
        }
      }
    }
  }

  private void starts(Path found, String said) throws Exception {
    try (Gateway gateway = Gateway.again(UpdateLoad.home(found), copy).awaitReady();
        Swap hand = new Swap(gateway, folder.resolve("jars"))) {
      Await.until(
          "the end of the order",
          Guest.PATIENCE,
          () -> hand.ask("view o-2").matches("o-2 (CONFIRMED|ROLLED_BACK) .*"),
          gateway::story);
      String end = hand.ask("view o-2");
      String version = end.contains("CONFIRMED") ? "1.0.2:32" : "1.0.1:32";
      Await.until(
          version + " alone",
          Guest.PATIENCE,
          () -> hand.ask("versions " + DIALECT).equals(version),
          gateway::story);
      assertThat(gateway.rest().health("journal").path("status").asText()).isEqualTo("ok");
      say("cut at %s: %s; %s runs", said, end, version);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
