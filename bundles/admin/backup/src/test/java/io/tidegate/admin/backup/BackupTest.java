package io.tidegate.admin.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
  private static final Optional<char[]> OPEN = Optional.empty();
  private static final Optional<char[]> SECRET = Optional.of("correct horse".toCharArray());
  @TempDir Path folder;
  private Path home;
  private Path file;
  private Path target;

  @BeforeEach
  void fill() throws IOException {
    home = folder.resolve("home");
    file = folder.resolve("backup.tgb");
    target = folder.resolve("gate");
    put("config/site.yaml", "site: one\n");
    put("config/keys/server.pem", "a key\n");
    put("data/secrets/rest.token", "token\n");
    put("data/journal.db", "journal of before");
    put("data/journal.db-wal", "what only the database understands");
    put("data/updates/store/sha256/aa.jar", "x".repeat(200_000));
    put("data/updates/state.json.new", "being written");
    put("log/tidegate.log", "no part of it");
    Files.setPosixFilePermissions(
        home.resolve("config/keys/server.pem"), PosixFilePermissions.fromString("rw-------"));
  }

  private void put(String path, String text) throws IOException {
    Path to = home.resolve(path);
    Files.createDirectories(to.getParent());
    Files.writeString(to, text);
  }

  private Manifest backUp(Optional<char[]> password) throws IOException {
    return new Backup(home, new Journals(), "1.2.3", 1_000).write(file, password);
  }

  private Restore.Done restore(Optional<char[]> password) throws IOException {
    return new Restore(target, new Journals(), f -> Long.MAX_VALUE).read(file, password);
  }

  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> found = new TreeMap<>();
    if (Files.exists(root)) {
      try (Stream<Path> tree = Files.walk(root)) {
        for (Path one : tree.filter(Files::isRegularFile).toList()) {
          found.put(root.relativize(one).toString(), Files.readString(one, ISO_8859_1));
        }
      }
    }
    return found;
  }

  private List<String> beside() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bringsConfigurationKeysJournalAndReleasesBack(boolean sealed) throws IOException {
    Optional<char[]> password = sealed ? SECRET : OPEN;
    Manifest manifest = backUp(password);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Restore.Done done = restore(password);
    assertThat(done.manifest()).isEqualTo(manifest);
    assertThat(done.before()).isEmpty();
    assertThat(files(target).keySet())
        .containsExactly(
            "config/keys/server.pem",
            "config/site.yaml",
            "data/journal.db",
            "data/secrets/rest.token",
            "data/updates/store/sha256/aa.jar");
    assertThat(files(home)).containsAllEntriesOf(files(target));
    assertThat(Files.getPosixFilePermissions(target.resolve("config/keys/server.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(beside()).containsExactly("backup.tgb", "gate", "home");
  }

  @Test
  void opensNoFolderToMoreThanBefore() throws IOException {
    mode("data/secrets", "rwx------");
    mode("config/keys", "rwx------");
    mode("config", "rwxr-x---");
    mode("data", "rwxrwxrwx");
    backUp(OPEN);
    restore(OPEN);
    Map<String, String> modes = new TreeMap<>();
    for (String path : List.of("data/secrets", "config/keys", "config", "data")) {
      modes.put(
          path, PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve(path))));
    }
    assertThat(modes)
        .containsEntry("data/secrets", "rwx------")
        .containsEntry("config/keys", "rwx------")
        .containsEntry("config", "rwxr-x---")
        .containsEntry("data", "rwxr-x---");
  }

  private void mode(String path, String mode) throws IOException {
    Files.setPosixFilePermissions(home.resolve(path), PosixFilePermissions.fromString(mode));
  }

  @Test
  void keepsTheOldHomeBesideTheNewOne() throws IOException {
    backUp(OPEN);
    Files.createDirectories(target.resolve("config"));
    Files.writeString(target.resolve("config/site.yaml"), "site: old\n");
    Path before = restore(OPEN).before().orElseThrow();
    assertThat(before.getFileName().toString()).startsWith("gate.before-restore-");
    assertThat(files(before)).containsEntry("config/site.yaml", "site: old\n");
    assertThat(files(target)).containsEntry("config/site.yaml", "site: one\n");
  }

  @Test
  void keepsWhatTheReplacedHomesHadConfirmed() throws IOException {
    put("data/updates/state.json", "of the backup");
    put("data/updates/roots/2.json", "root 2");
    backUp(OPEN);
    Path updates = Files.createDirectories(target.resolve("data/updates/roots")).getParent();
    Files.writeString(updates.resolve("state.json"), "newer");
    Files.writeString(updates.resolve("roots/2.json"), "another 2");
    Files.writeString(updates.resolve("roots/3.json"), "root 3");
    Files.writeString(updates.resolve("roots/3.sig.json"), "signatures of root 3");
    restore(OPEN);
    assertThat(files(target.resolve("data/updates")))
        .containsEntry("state.json", "of the backup")
        .containsEntry("seen/1.json", "newer")
        .containsEntry("roots/2.json", "root 2")
        .containsEntry("roots/3.json", "root 3")
        .containsEntry("roots/3.sig.json", "signatures of root 3");
    Trees.delete(target);
    restore(OPEN);
    assertThat(files(target.resolve("data/updates/seen")))
        .as("the home that was replaced lies beside it")
        .containsOnly(Map.entry("1.json", "newer"));
  }

  @Test
  void saysNothingOfWhatIsInASealedOne() throws IOException {
    backUp(SECRET);
    assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
        .doesNotContain("site.yaml", "manifest", "server.pem");
    assertThatThrownBy(() -> restore(OPEN)).hasMessageContaining("--password-file");
    assertThatThrownBy(() -> restore(Optional.of("wrong horse".toCharArray())))
        .hasMessageContaining("password is wrong");
    assertThat(target).doesNotExist();
    assertThat(beside()).containsExactly("backup.tgb", "home");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noticesEveryByteThatIsNotAsItWas(boolean sealed) throws IOException {
    Optional<char[]> password = sealed ? SECRET : OPEN;
    backUp(password);
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(7);
    // the directory at a plain zip's end is not used, so it is not watched either
    int used = sealed ? good.length : new String(good, ISO_8859_1).indexOf("PK\001\002");
    for (int i = 0; i < (30); i++) {
      byte[] bad = good.clone();
      int at = random.nextInt(used);
      bad[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bad);
      try {
        restore(password);
        assertThat(files(target)).as("byte %d did not matter", at).hasSize(5);
        assertThat(files(home)).containsAllEntriesOf(files(target));
        assertThat(sealed).as("byte %d of a sealed one does", at).isFalse();
        Trees.delete(target);
      } catch (IOException e) {
        assertThat(target).doesNotExist();
      }
    }
  }

  @Test
  void noticesWhereItWasCutOff() throws IOException {
    backUp(SECRET);
    byte[] good = Files.readAllBytes(file);
    for (int length : new int[] {0, 5, 20, 40, good.length / 2, good.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      assertThatThrownBy(() -> restore(SECRET))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class);
    }
    Files.write(file, java.util.Arrays.copyOf(good, good.length + 1));
    assertThatThrownBy(() -> restore(SECRET)).hasMessageContaining("follows its end");
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "config/../../outside",
        "/etc/passwd",
        "config//x",
        "config/./x",
        "log/x",
        "config",
        "data/a\\\\b",
        "run/lock"
      })
  void takesNothingThatLeadsOutOfTheHome(String path) throws IOException {
    hostile(
        "{\"format\":1,\"at\":\"2026-01-01T00:00:00Z\",\"version\":\"1\",\"items\":[{\"path\":\""
            + path
            + "\",\"length\":1,\"sha256\":\""
            + "0".repeat(64)
            + "\",\"mode\":420}]}",
        Map.of(Backup.FILES + path, new byte[1]));
    assertThatThrownBy(() -> restore(OPEN)).hasMessageContaining("manifest of the backup is not");
    assertThat(beside()).containsExactly("backup.tgb", "home");
  }

  @Test
  void takesNoBomb() throws IOException {
    String one =
        "{\"path\":\"config/x\",\"length\":%d,\"sha256\":\"" + "0".repeat(64) + "\",\"mode\":420}";
    String manifest =
        "{\"format\":1,\"at\":\"2026-01-01T00:00:00Z\",\"version\":\"1\",\"items\":[%s]}";
    hostile(manifest.formatted(one.formatted(10)), Map.of("files/config/x", new byte[50 << 20]));
    assertThatThrownBy(() -> restore(OPEN)).hasMessageContaining("config/x is not what was");
    hostile(manifest.formatted(one.formatted(10) + "," + one.formatted(10)), Map.of());
    assertThatThrownBy(() -> restore(OPEN)).hasMessageContaining("not built as one");
    String most = one.formatted(Long.MAX_VALUE);
    hostile(manifest.formatted(most + "," + most.replace("/x", "/y")), Map.of());
    assertThatThrownBy(() -> restore(OPEN)).hasMessageContaining("not valid");
    hostile(manifest.formatted("") + " ".repeat(Manifest.MOST_BYTES), Map.of());
    assertThatThrownBy(() -> restore(OPEN)).hasMessageContaining("too long");
    hostile(manifest.formatted(""), Map.of("files/config/more", new byte[1]));
    assertThatThrownBy(() -> restore(OPEN)).hasMessageContaining("does not name");
    assertThat(beside()).containsExactly("backup.tgb", "home");
  }

  private void hostile(String manifest, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(Backup.MANIFEST));
      zip.write(manifest.getBytes(UTF_8));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
  }

  @Test
  void refusesADamagedJournal() throws IOException {
    put("data/journal.db", "rubbish");
    backUp(OPEN);
    assertThatThrownBy(() -> restore(OPEN)).hasMessageContaining("is no journal");
    assertThat(target).doesNotExist();
  }

  @Test
  void refusesAHomeThatAGatewayRunsOn() throws IOException {
    backUp(OPEN);
    Files.createDirectories(target.resolve("run"));
    try (FileChannel lock =
        FileChannel.open(
            target.resolve("run/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(lock.lock().isValid()).isTrue();
      assertThatThrownBy(() -> restore(OPEN)).hasMessageContaining("a gateway runs on");
    }
    assertThat(files(target)).hasSize(1);
    restore(OPEN);
    assertThat(files(target)).hasSize(5);
  }

  @Test
  void touchesNothingWhenTheDiskIsTooSmall() throws IOException {
    backUp(OPEN);
    Restore small = new Restore(target, new Journals(), f -> (64L << 20) + 1_000);
    assertThatThrownBy(() -> small.read(file, OPEN)).hasMessageContaining("ERR_DISK_FULL");
    assertThat(beside()).containsExactly("backup.tgb", "home");
  }

  @Test
  void leavesNoFileWhenItCannotBeWritten() throws IOException {
    Files.createSymbolicLink(home.resolve("data/link"), Path.of("/etc/passwd"));
    assertThatThrownBy(() -> backUp(OPEN)).hasMessageContaining("is a link");
    assertThat(beside()).containsExactly("home");
    Files.delete(home.resolve("data/link"));
    backUp(OPEN);
    assertThatThrownBy(() -> backUp(OPEN)).hasMessageContaining("overwrites nothing");
  }

  @Test
  void seesAFileThatChangesMeanwhile() throws IOException {
    Manifest.Item item = Snapshot.item(home.resolve("config/site.yaml"), "config/site.yaml");
    Snapshot.copy(home.resolve("config/site.yaml"), item, OutputStream.nullOutputStream());
    put("config/site.yaml", "site: two\n");
    assertThatThrownBy(
            () ->
                Snapshot.copy(
                    home.resolve("config/site.yaml"), item, OutputStream.nullOutputStream()))
        .isInstanceOf(Snapshot.ChangedException.class);
  }

  @Test
  void leavesTheHomeWholeWhereverARestoreIsKilled() throws Exception {
    byte[] noise = new byte[4 << 20];
    new Random(1).nextBytes(noise);
    for (int i = 0; i < 4; i++) {
      Files.write(home.resolve("data/blob" + i), noise);
    }
    backUp(OPEN);
    int killed = 0;
    for (int i = 0; i < 4; i++) {
      Trees.delete(target);
      Files.createDirectories(target.resolve("config"));
      Files.writeString(target.resolve("config/site.yaml"), "site: old\n");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Killed.class.getName(),
                  target.toString(),
                  file.toString())
              .redirectErrorStream(true)
              .start();
      // each time a little later, from the first moment that something is there
      long from = System.nanoTime();
      while (process.isAlive() && beside().stream().noneMatch(n -> n.contains(".restoring-"))) {
        assertThat(System.nanoTime() - from).isLessThan(TimeUnit.MINUTES.toNanos(1));
        Thread.onSpinWait();
      }
      process.waitFor(i * 12L, TimeUnit.MILLISECONDS);
      killed += process.isAlive() ? 1 : 0;
      process.destroyForcibly().waitFor();
      String site = files(target).get("config/site.yaml");
      if ("site: old\n".equals(site)) {
        assertThat(files(target)).hasSize(1);
      } else if (site != null) {
        assertThat(files(target)).hasSize(9);
      } else {
        assertThat(beside()).as("it was to get its name").anyMatch(n -> n.contains(".restoring-"));
      }
      restore(OPEN);
      assertThat(files(target)).hasSize(9);
      assertThat(beside()).noneMatch(n -> n.contains(".restoring-"));
      try (Stream<Path> all = Files.list(folder)) {
        for (Path old : all.filter(p -> p.toString().contains(".before-restore-")).toList()) {
          Trees.delete(old);
        }
      }
    }
    assertThat(killed).as("killed in the middle").isPositive();
  }

  @Test
  void wantsAPasswordThatNobodyElseCanRead() throws IOException {
    Path secret = folder.resolve("password");
    Files.writeString(secret, "correct horse\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> Password.read(secret)).hasMessageContaining("0600");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    assertThat(Password.read(secret)).isEqualTo("correct horse".toCharArray());
    Files.writeString(secret, "short\n");
    assertThatThrownBy(() -> Password.read(secret)).hasMessageContaining("at least 8");
  }

  @Test
  void readsItsOwnManifest() throws IOException {
    Manifest manifest =
        new Manifest(
            Instant.parse("2026-01-01T00:00:00Z"),
            "1",
            List.of(new Manifest.Item("data/ü \"x\"", 3, "a".repeat(64), 0600)),
            Map.of("data", 0750, "data/secrets", 0700));
    assertThat(Manifest.read(manifest.json().getBytes(UTF_8))).isEqualTo(manifest);
  }
}
