package io.tidegate.admin.config.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  @TempDir Path home;
  private Path config;
  private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
  private ConfigFiles files;
  private volatile Map<String, Set<String>> readers = Map.of();
  private int writes;

  @BeforeEach
  void folder() throws IOException {
    config = Files.createDirectory(home.resolve("config"));
  }

  @AfterEach
  void stop() {
    if (files != null) {
      files.deactivate();
    }
  }

  @Test
  void hasEverythingAppliedWhenItIsActivated() throws IOException {
    write("io.tidegate.a", "port=1\nname=é");
    write("io.tidegate.bus~grid", "host=h");
    start("");
    assertThat(admin.value("io.tidegate.a", "port")).isEqualTo("1");
    assertThat(admin.value("io.tidegate.a", "name")).isEqualTo("é");
    assertThat(admin.value("io.tidegate.bus~grid", "host")).isEqualTo("h");
    assertThat(admin.entries.get("io.tidegate.bus~grid").factoryPid).isEqualTo("io.tidegate.bus");
    assertThat(admin.entries.get("io.tidegate.a").location).isEqualTo("?");
    assertThat(files.execute().getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void makesNothingOfAFactorysFileWhoseFieldsAreAllCommentedOut() throws IOException {
    write("io.tidegate.bus~example", "# host = h\n");
    write("io.tidegate.a", "# port = 1\n");
    start("");
    assertThat(admin.properties("io.tidegate.bus~example")).isNull();
    assertThat(admin.properties("io.tidegate.a")).isNotNull();

    write("io.tidegate.bus~example", "host = h\n");
    await(() -> "h".equals(admin.value("io.tidegate.bus~example", "host")));
    write("io.tidegate.bus~example", "# host = h, or not\n");
    await(() -> admin.properties("io.tidegate.bus~example") == null);
    assertThat(files.execute().getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void letsTheCommandLineWinOverFilesAndStandAlone() throws IOException {
    write("io.tidegate.a", "port=1\nhost=x");
    start("io.tidegate.a.port=2\nio.tidegate.b.on=true");
    assertThat(admin.value("io.tidegate.a", "port")).isEqualTo("2");
    assertThat(admin.value("io.tidegate.a", "host")).isEqualTo("x");
    assertThat(admin.value("io.tidegate.b", "on")).isEqualTo("true");

    write("io.tidegate.a", "port=3\nhost=y");
    await(() -> "y".equals(admin.value("io.tidegate.a", "host")));
    assertThat(admin.value("io.tidegate.a", "port")).isEqualTo("2");

    Files.delete(config.resolve("io.tidegate.a.cfg"));
    await(() -> admin.value("io.tidegate.a", "host") == null);
    assertThat(admin.value("io.tidegate.a", "port")).isEqualTo("2");
  }

  @Test
  void touchesOnlyTheConfigurationWhoseFileChanged() throws IOException {
    write("a", "x=1");
    write("b", "x=1");
    start("");
    admin.updates.clear();
    write("a", "x=2");
    await(() -> "2".equals(admin.value("a", "x")));
    write("c", "x=3");
    await(() -> "3".equals(admin.value("c", "x")));
    Files.delete(config.resolve("c.cfg"));
    await(() -> admin.properties("c") == null);
    assertThat(admin.updates).containsExactly("a", "c", "-c");
  }

  @Test
  void keepsTheLastGoodContentOfAFileThatIsWrongAndNamesItsLine() throws IOException {
    write("a", "x=1\ny=1");
    start("");
    write("a", "x=2\ny=\\q");
    await(() -> files.execute().getStatus() == Result.Status.CRITICAL);
    assertThat(message()).contains("config/a.cfg, line 2: has the unknown escape \\q");
    assertThat(admin.value("a", "x")).isEqualTo("1");

    write("a", "x=3\ny=4");
    await(() -> files.execute().getStatus() == Result.Status.OK);
    assertThat(admin.value("a", "x")).isEqualTo("3");
  }

  @Test
  void keepsWhatAnEarlierRunHadWhenTheFileIsWrongFromTheBeginning() throws IOException {
    write("a", "x=1");
    start("");
    files.deactivate();
    write("a", "\0");
    start("a.z=9");
    assertThat(admin.value("a", "x")).isEqualTo("1");
    assertThat(admin.value("a", "z")).isEqualTo("9");
    assertThat(message()).contains("config/a.cfg, line 1: contains a NUL byte");
  }

  @Test
  void deletesWhatLostItsFileWhileItWasDownAndNothingOfOthers() throws IOException {
    write("a", "x=1");
    start("");
    files.deactivate();
    admin
        .getConfiguration("other", "?")
        .updateIfDifferent(new java.util.Hashtable<>(java.util.Map.of("k", "v")));
    Files.delete(config.resolve("a.cfg"));
    start("");
    assertThat(admin.properties("a")).isNull();
    assertThat(admin.value("other", "k")).isEqualTo("v");
  }

  @Test
  void refusesNamesThatAreNoPidAndIgnoresAnEditorsFiles() throws IOException {
    write("a b", "x=1");
    write(".hidden", "x=1");
    Files.createDirectory(config.resolve("dir.cfg"));
    start("");
    assertThat(admin.entries).isEmpty();
    assertThat(message()).isEqualTo("config/a b.cfg, the file's name is no PID");
  }

  @Test
  void saysWhatNobodyReadsAndWhereItIsSet() throws IOException {
    readers =
        Map.of("io.tidegate.a", Set.of("port", "host"), "io.tidegate.bus", Set.of("host", "unit"));
    write("io.tidegate.a", "port=1\nhots=x");
    write("io.tidegate.bus~grid", "host=h\nbaud=9600");
    write("org.example", "any=1");
    start("io.tidegate.a/prot=2\nio.tidegate.typo/x=1");
    await(() -> files.execute().getStatus() == Result.Status.WARN);
    assertThat(message())
        .contains("config/io.tidegate.a.cfg, field hots: nobody reads it; is host meant?")
        .contains("--set io.tidegate.a/prot: nobody reads it; is port meant?")
        .contains("config/io.tidegate.bus~grid.cfg, field baud: nobody reads it")
        .contains("--set io.tidegate.typo: no installed bundle reads this PID")
        .doesNotContain("org.example")
        .doesNotContain("unit");

    write("io.tidegate.a", "port=1\nhost=x");
    await(() -> !message().contains("hots"));
    assertThat(admin.value("io.tidegate.a", "prot")).isEqualTo("2");
  }

  @Test
  void tellsTheComponentWhichFieldsTheCommandLineHasSet() throws IOException {
    write("io.tidegate.a", "port=1\nhost=x");
    start("io.tidegate.a/port=2\nio.tidegate.a/name=n");
    assertThat(admin.value("io.tidegate.a", ".tidegate.config.commanded")).isEqualTo("name port");
    write("io.tidegate.b", "port=1");
    await(() -> admin.value("io.tidegate.b", "port") != null);
    assertThat(admin.value("io.tidegate.b", ".tidegate.config.commanded")).isNull();
  }

  @Test
  void startsWithoutAFolderAndFindsItLater() throws IOException {
    Files.delete(config);
    start("");
    assertThat(files.execute().getStatus()).isEqualTo(Result.Status.OK);
    Files.createDirectory(config);
    write("a", "x=1");
    await(() -> "1".equals(admin.value("a", "x")));
  }

  @Test
  void leavesNoThreadWhenItStops() {
    start("");
    assertThat(threads()).isEqualTo(1);
    files.deactivate();
    // an executor has terminated a moment before its last thread is gone
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (threads() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(threads()).isZero();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().equals("tidegate-config-files"))
        .count();
  }

  private void start(String settings) {
    files = new ConfigFiles(home, settings, admin, pids -> readers, 5);
  }

  private String message() {
    StringBuilder text = new StringBuilder();
    files.execute().forEach(entry -> text.append(entry.getMessage()));
    return text.toString();
  }

  /** Each write gets a time of its own, as if an operator made them seconds apart. */
  private void write(String pid, String text) throws IOException {
    Path draft = Files.writeString(home.resolve("draft"), text);
    Files.setLastModifiedTime(draft, FileTime.from(Instant.EPOCH.plusSeconds(1_000 + ++writes)));
    Files.move(
        draft,
        config.resolve(pid + ".cfg"),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
