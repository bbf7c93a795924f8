package io.tidegate.core.journal;

import static io.tidegate.core.journal.Fixture.HASTE;
import static io.tidegate.core.journal.Fixture.NOON;
import static io.tidegate.core.journal.Fixture.PATIENCE;
import static io.tidegate.core.journal.Fixture.append;
import static io.tidegate.core.journal.Fixture.begin;
import static io.tidegate.core.journal.Fixture.bodies;
import static io.tidegate.core.journal.Fixture.bytes;
import static io.tidegate.core.journal.Fixture.event;
import static io.tidegate.core.journal.Fixture.get;
import static io.tidegate.core.journal.Fixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.JournalStatus;
import io.tidegate.api.journal.OnceLedger.Verdict;
import io.tidegate.api.journal.TransactionLedger.Kind;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the disk is full, broken or somebody else's (S4.6). */
class TroubleTest {
  private static final String MEGABYTE = "x".repeat(1 << 20);
  @TempDir Path home;
  private final List<JournalComponent> opened = new ArrayList<>();

  @AfterEach
  void stop() {
    opened.forEach(JournalComponent::deactivate);
  }

  private JournalComponent open() {
    JournalComponent journal = Fixture.open(home);
    opened.add(journal);
    return journal;
  }

  @Test
  void aFullDatabaseIsToldAndRecoversByItselfWithoutLosingWhatItAccepted() throws Exception {
    JournalComponent journal = Fixture.openHasty(home);
    opened.add(journal);
    begin(journal, 1);
    List<String> codes = new CopyOnWriteArrayList<>();
    try (AutoCloseable subscription = journal.onStatus(status -> codes.add(status.code()))) {
      limitPages(journal, 600);
      int before = fill(journal);
      JournalStatus status = journal.status();
      assertThat(status.code()).isEqualTo("ERR_DISK_FULL");
      assertThat(status.sentence()).contains("journal.db").contains("full");
      assertThat(journal.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
      long begun = System.nanoTime();
      assertThatThrownBy(() -> get(journal.put("space", "key", bytes("v"))))
          .hasMessageContaining("ERR_DISK_FULL");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(HASTE.plusSeconds(2));

      journal.writer().room(1_000_000);
      until(() -> journal.status().writable());
      get(journal.flush());
      assertThat(bodies(journal.newest().orElseThrow())).hasSize(before);
      assertThat(journal.all("space")).isEmpty();
    }
    assertThat(codes).containsExactly("", "ERR_DISK_FULL", "");
  }

  @Test
  void tooLittleFreeSpaceCountsAsFullBeforeSqliteFails() {
    AtomicLong free = new AtomicLong(65L << 20);
    JournalComponent journal =
        new JournalComponent(
            home,
            Fixture.settings("reserve.megabytes", "64"),
            Clock.fixed(NOON, ZoneOffset.UTC),
            PATIENCE,
            directory -> free.get());
    opened.add(journal);
    begin(journal, 1);
    free.set(63L << 20);
    until(() -> journal.status().code().equals("ERR_DISK_FULL")); // with nothing to write, too
    assertThat(journal.status().sentence()).contains("63 MB left").contains("64 MB it needs");
    free.set(79L << 20);
    until(() -> journal.status().sentence().contains("80 MB it needs"));
    free.set(80L << 20);
    until(() -> journal.status().writable());
    assertThat(append(journal, 1, "x")).isTrue();
  }

  @Test
  void aDirectoryThatCannotBeMadeIsToldAndTheJournalOpensWhenItCan() throws Exception {
    Files.writeString(home.resolve("data"), "in the way");
    JournalComponent journal = open();
    until(() -> journal.status().code().equals("ERR_JOURNAL_UNWRITABLE"));
    assertThat(journal.status().sentence()).contains(home.toString());
    assertThat(append(journal, 1, "refused")).isFalse();
    assertThat(journal.newest()).isEmpty();
    Files.delete(home.resolve("data"));
    until(() -> journal.status().writable());
    begin(journal, 1);
    assertThat(append(journal, 1, "taken")).isTrue();
  }

  @Test
  void aFileThatIsNoDatabaseIsMovedAsideAndTheHealthStaysRed() throws Exception {
    Files.createDirectories(home.resolve("data"));
    Files.writeString(home.resolve("data/journal.db"), "rubbish ".repeat(1000));
    JournalComponent journal = open();
    begin(journal, 1);
    assertThat(journal.status().writable()).isTrue();
    assertThat(journal.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(journal.execute().toString()).contains("ERR_JOURNAL_CORRUPT");
    try (Stream<Path> files = Files.list(home.resolve("data"))) {
      assertThat(files).anyMatch(f -> f.getFileName().toString().matches("journal.db.corrupt-.*Z"));
    }
    journal.deactivate();
    assertThat(openedHealth()).isEqualTo(Result.Status.OK);
  }

  @Test
  void savesTransactionsAndCommandIdsOutOfADamagedFile() throws Exception {
    fillWithRecords();
    damage(home.resolve("data/journal.db"), 50, 100);

    JournalComponent next = open();
    begin(next, 1);
    assertThat(next.execute().toString()).contains("300 transaction events, 1 command ids");
    verifySaved(next);
  }

  @Test
  void damageThatIsMetWhileRunningSuspendsDischargeAndTheNextStartBeginsAnew() throws Exception {
    fillWithRecords();
    damage(home.resolve("data/journal.db"), 50, 60);

    JournalComponent victim = open();
    assertThatThrownBy(() -> bodies(victim.newest().orElseThrow())).hasMessageContaining("damaged");
    until(() -> sweep(victim));
    assertThat(victim.status().code()).isEqualTo("ERR_JOURNAL_CORRUPT");
    assertThat(append(victim, 1, "x")).isFalse();
    victim.deactivate();

    JournalComponent next = open();
    begin(next, 1);
    assertThat(next.execute().toString()).contains("an earlier run met the damage");
    verifySaved(next);
  }

  private void fillWithRecords() {
    JournalComponent journal = open();
    begin(journal, 1);
    for (int i = 0; i < 300; i++) {
      journal.record(event("T" + i, 0, Kind.STARTED, i));
    }
    get(journal.once("grid-command", "C1", bytes("c"), NOON, Duration.ofDays(30)));
    get(journal.put("keys", "k", bytes("v")));
    for (int i = 0; i < 20; i++) {
      append(journal, i, MEGABYTE);
    }
    get(journal.flush());
    journal.deactivate();
  }

  private static void verifySaved(JournalComponent journal) {
    assertThat(journal.recent(1000)).hasSize(300);
    assertThat(get(journal.once("grid-command", "C1", bytes("c"), NOON, Duration.ofDays(30))))
        .isEqualTo(Verdict.REPEATED);
    assertThat(journal.all("keys")).containsOnlyKeys("k");
  }

  @Test
  void aNewerFileIsLeftAlone() throws Exception {
    JournalComponent journal = open();
    begin(journal, 1);
    journal.deactivate();
    try (var connection = Sqlite.writable(journal.file())) {
      Sqlite.execute(connection, "PRAGMA user_version = 99");
    }
    JournalComponent older = open();
    until(() -> older.status().code().equals("ERR_JOURNAL_VERSION"));
    assertThat(append(older, 1, "x")).isFalse();
  }

  /** Appends until an entry is accepted that finds no room any more. */
  private static int fill(JournalComponent journal) {
    for (int count = 1; count < 100; count++) {
      assertThat(append(journal, count, MEGABYTE)).isTrue();
      try {
        get(journal.flush());
      } catch (JournalException e) {
        assertThat(e.code()).isEqualTo("ERR_DISK_FULL");
        assertThat(append(journal, count, "refused")).isFalse();
        return count;
      }
    }
    throw new AssertionError("it never filled up");
  }

  private Result.Status openedHealth() {
    JournalComponent journal = open();
    until(() -> journal.status().writable());
    return journal.execute().getStatus();
  }

  private static void limitPages(JournalComponent journal, int pages) {
    journal.writer().room(pages);
  }

  /** Touches every entry in the writer's connection, as the retention does. */
  private static boolean sweep(JournalComponent journal) {
    journal
        .writer()
        .request(
            store -> {
              Sqlite.execute(store.connection(), "DELETE FROM entry");
              return null;
            });
    return !journal.status().writable();
  }

  /** Overwrites a part of the file, in percent of its length. */
  private static void damage(Path file, int from, int to) throws Exception {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] rubbish = new byte[4096];
      Arrays.fill(rubbish, (byte) 0xA5);
      long end = bytes.length() / 100 * to;
      for (long at = bytes.length() / 100 * from & ~4095L; at + 4096 <= end; at += 4096) {
        bytes.seek(at);
        bytes.write(rubbish);
      }
    }
  }
}
