package io.tidegate.core.journal;

import static io.tidegate.core.journal.Fixture.NOON;
import static io.tidegate.core.journal.Fixture.append;
import static io.tidegate.core.journal.Fixture.begin;
import static io.tidegate.core.journal.Fixture.bodies;
import static io.tidegate.core.journal.Fixture.bytes;
import static io.tidegate.core.journal.Fixture.event;
import static io.tidegate.core.journal.Fixture.get;
import static io.tidegate.core.journal.Fixture.hold;
import static io.tidegate.core.journal.Fixture.text;
import static io.tidegate.core.journal.Fixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.journal.Journal.EntryKind;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.JournalStatus;
import io.tidegate.api.journal.TransactionLedger.Kind;
import io.tidegate.api.journal.TransactionLedger.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path home;
  private final List<JournalComponent> opened = new ArrayList<>();

  @AfterEach
  void stop() {
    opened.forEach(JournalComponent::deactivate);
  }

  private JournalComponent open(String... settings) {
    JournalComponent journal = Fixture.open(home, settings);
    opened.add(journal);
    return journal;
  }

  @Test
  void keepsEntriesInOrderToTheNanosecond() throws Exception {
    JournalComponent journal = open();
    begin(journal, 1);
    for (int i = 1; i <= 5000; i++) {
      assertThat(append(journal, i, "entry " + i)).isTrue();
    }
    journal.append(EntryKind.DECISION, 5000, NOON, () -> bytes("decision"));
    get(journal.flush());

    JournalArchive.Segment segment = journal.newest().orElseThrow();
    List<String> seen = new ArrayList<>();
    segment.read((kind, sequence, at, body) -> seen.add(kind + " " + at + " " + text(body)));
    assertThat(seen).hasSize(5001).endsWith("DECISION " + NOON + " decision");
    assertThat(seen.get(41)).isEqualTo("INPUT " + NOON.plusNanos(42) + " entry 42");
    assertThat(text(segment.checkpoint())).isEqualTo("checkpoint 1");
  }

  @Test
  void readsTheRoomInTheLogAsNothingAfterACrash(@TempDir Path elsewhere) throws Exception {
    JournalComponent first = open();
    begin(first, 1);
    append(first, 1, "before the room");
    get(first.flush());
    Path log = home.resolve("data/journal.db-wal");
    until(() -> log.toFile().length() > LogRoom.SLICE_BYTES);
    append(first, 2, "beside it");
    get(first.flush());
    Files.createDirectory(elsewhere.resolve("data"));
    for (String name : List.of("journal.db", "journal.db-wal")) {
      Files.copy(home.resolve("data").resolve(name), elsewhere.resolve("data").resolve(name));
    }

    JournalComponent second = Fixture.open(elsewhere);
    opened.add(second);
    append(second, 3, "after");
    get(second.flush());
    assertThat(bodies(second.newest().orElseThrow()))
        .containsExactly("before the room", "beside it", "after");
    assertThat(elsewhere.resolve("data").toFile().list()).noneMatch(n -> n.contains("corrupt"));
  }

  @Test
  void goesOnWhereItStoppedAfterARestart() {
    JournalComponent first = open();
    begin(first, 1);
    append(first, 1, "before");
    first.deactivate(); // without a flush: stopping writes what waits

    JournalComponent second = open();
    append(second, 2, "after");
    get(second.flush());
    assertThat(bodies(second.newest().orElseThrow())).containsExactly("before", "after");
  }

  @Test
  void newestIsEmptyInANewJournal() {
    assertThat(open().newest()).isEmpty();
  }

  @Test
  void keepsTheHashesOfTheDecidingBundles() {
    JournalComponent journal = open();
    Map<String, String> bundles = Map.of("io.x 1.0.0", "aa", "io.a 2.0.0 beta", "bb");
    journal.startSegment(1, NOON, () -> new byte[0], bundles);
    get(journal.flush());
    JournalArchive.Segment segment = journal.newest().orElseThrow();
    assertThat(segment.bundles()).isEqualTo(bundles);
    assertThat(segment.checkpoint()).isEmpty();
    assertThat(segment.startedAt()).isEqualTo(NOON);
  }

  @Test
  void commitsALoneEntryAtOnceWhenSomebodyWaits() {
    JournalComponent journal = open("linger.ms", "1000");
    begin(journal, 1);
    long begun = System.nanoTime();
    for (int i = 1; i <= 10; i++) {
      append(journal, i, "urgent");
      get(journal.flush());
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void gathersEntriesThatNobodyWaitsForIntoFewTransactions() {
    JournalComponent journal = open("linger.ms", "500");
    begin(journal, 1);
    long before = journal.writer().commits();
    IntStream.rangeClosed(1, 200).forEach(i -> append(journal, i, "x"));
    until(() -> bodies(journal.newest().orElseThrow()).size() == 200);
    assertThat(journal.writer().commits() - before).isLessThanOrEqualTo(3);
  }

  @Test
  void aGridCommandDoesNotWaitUntilMeasurementsAreWritten() {
    JournalComponent journal = open("linger.ms", "1000");
    begin(journal, 1);
    get(journal.flush());
    var command = new CompletableFuture<CompletionStage<?>>();
    List<Boolean> commandFirst = new CopyOnWriteArrayList<>();
    journal.append(
        EntryKind.INPUT,
        1,
        NOON,
        () -> {
          commandFirst.add(
              command.orTimeout(10, TimeUnit.SECONDS).join().toCompletableFuture().isDone());
          return bytes("x");
        });
    command.complete(journal.once("grid-command", "c1", bytes("x"), NOON, Duration.ofDays(30)));
    get(journal.flush());
    assertThat(commandFirst).containsExactly(true);
  }

  @Test
  void neverRunsTheEncoderOnTheCallersThread() {
    JournalComponent journal = open();
    begin(journal, 1);
    List<String> threads = new CopyOnWriteArrayList<>();
    journal.append(
        EntryKind.INPUT,
        1,
        NOON,
        () -> {
          threads.add(Thread.currentThread().getName());
          return bytes("x");
        });
    get(journal.flush());
    assertThat(threads).containsExactly("tidegate-journal");
  }

  @Test
  void anEntryThatCannotBeEncodedTakesNoOtherWithItAndIsNotHidden() {
    JournalComponent journal = open();
    begin(journal, 1);
    append(journal, 1, "good");
    journal.append(
        EntryKind.INPUT,
        2,
        NOON,
        () -> {
          throw new IllegalStateException("bad codec");
        });
    append(journal, 3, "good too");
    assertThatThrownBy(() -> get(journal.flush()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("ERR_JOURNAL_ENTRY_LOST");
    get(journal.flush());
    assertThat(bodies(journal.newest().orElseThrow())).containsExactly("good", "good too");
    assertThat(((FileSegment) journal.newest().orElseThrow()).lost()).isEqualTo(1);
    assertThat(journal.execute().getStatus()).isEqualTo(Result.Status.WARN);
  }

  @Test
  void refusesEntriesWhenTheQueueIsFullAndTellsSo() throws Exception {
    JournalComponent journal = open("queue.entries", "100");
    begin(journal, 1);
    List<JournalStatus> told = new CopyOnWriteArrayList<>();
    try (AutoCloseable subscription = journal.onStatus(told::add)) {
      CountDownLatch held = hold(journal);
      boolean all = true;
      for (int i = 1; i <= 150; i++) {
        all &= append(journal, i, "x");
      }
      assertThat(all).isFalse();
      held.countDown();
      get(journal.flush());
      until(() -> journal.status().writable());
    }
    assertThat(told)
        .extracting(JournalStatus::code)
        .containsExactly("", "ERR_JOURNAL_QUEUE_FULL", "");
    FileSegment segment = (FileSegment) journal.newest().orElseThrow();
    until(() -> ((FileSegment) journal.newest().orElseThrow()).lost() > 0 || nudge(journal));
    assertThat(bodies(segment)).hasSizeBetween(90, 100);
  }

  @Test
  void aDiskThatDoesNotAnswerCountsAsUnwritable() {
    JournalComponent journal = Fixture.openHasty(home);
    opened.add(journal);
    begin(journal, 1);
    CountDownLatch held = hold(journal);
    until(() -> !journal.status().writable());
    assertThat(journal.status().code()).isEqualTo("ERR_JOURNAL_STALLED");
    assertThat(append(journal, 1, "x")).isFalse();
    assertThatThrownBy(() -> get(journal.flush())).hasMessageContaining("ERR_JOURNAL_STALLED");
    held.countDown();
    until(() -> journal.status().writable());
  }

  @Test
  void dropsTheOldestSegmentsWholeButNeverTheNewest() {
    JournalComponent journal = open("max.megabytes", "16");
    String megabyte = "x".repeat(1 << 20);
    for (int segment = 1; segment <= 6; segment++) {
      begin(journal, segment);
      for (int i = 0; i < 5; i++) {
        append(journal, segment, megabyte);
      }
      get(journal.flush());
    }
    // it may have looked between the last segment's beginning and its entries: next in a minute
    journal.modified(Fixture.settings("max.megabytes", "16"));
    until(() -> numbers(journal).equals(List.of(4L, 5L, 6L)));
    until(() -> countEntries(journal) == 15);

    begin(journal, 7);
    append(journal, 7, "x".repeat(20 << 20));
    get(journal.flush());
    journal.modified(Fixture.settings("max.megabytes", "16"));
    until(() -> numbers(journal).equals(List.of(7L)));
    assertThat(bodies(journal.newest().orElseThrow())).hasSize(1);
    until(() -> journal.file().toFile().length() < 80L << 20);
  }

  @Test
  void dropsSegmentsThatEndedBeforeTheRetention() {
    JournalComponent journal =
        Fixture.open(
            home,
            Clock.fixed(NOON.plus(Duration.ofDays(40)), ZoneOffset.UTC),
            "retention.days",
            "30");
    opened.add(journal);
    for (int day : new int[] {0, 5, 9, 15, 39}) {
      journal.startSegment(day, NOON.plus(Duration.ofDays(day)), () -> bytes("c"), Map.of());
    }
    get(journal.flush());
    // the one of day 9 still holds entries up to day 15
    until(() -> numbers(journal).equals(List.of(3L, 4L, 5L)));
  }

  @Test
  void transactionsDoNotWaitForACheckpointThatIsBeingEncodedButEntriesDo() throws Exception {
    JournalComponent journal = open();
    begin(journal, 1);
    CountDownLatch encoded = new CountDownLatch(1);
    journal.startSegment(
        2,
        NOON,
        () -> {
          try {
            assertThat(encoded.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return bytes("late");
        },
        Map.of());
    append(journal, 3, "behind it");
    CompletionStage<Void> flush = journal.flush();
    assertThat(get(journal.record(event("T1", 0, Kind.STARTED, 0)))).isEqualTo(Outcome.RECORDED);
    assertThat(flush.toCompletableFuture()).isNotDone();
    assertThat(numbers(journal)).containsExactly(1L);

    encoded.countDown();
    get(flush);
    assertThat(numbers(journal)).containsExactly(1L, 2L);
    assertThat(bodies(journal.newest().orElseThrow())).containsExactly("behind it");
    assertThat(journal.newest().orElseThrow().checkpoint()).isEqualTo(bytes("late"));
  }

  @Test
  void countsASegmentThatSeveralRunsHaveWritten() throws Exception {
    JournalComponent first = open();
    begin(first, 1);
    append(first, 1, "one");
    append(first, 2, "two");
    get(first.flush());
    assertThat(FileSegment.all(first.file()).get(0).entries()).isEqualTo(2);
    first.deactivate();

    JournalComponent second = open();
    append(second, 3, "three");
    get(second.flush());
    begin(second, 3);
    append(second, 4, "four");
    get(second.flush());
    List<FileSegment> segments = FileSegment.all(second.file());
    assertThat(segments).extracting(FileSegment::entries).containsExactly(3L, 1L);
    long checkpoint = bytes("checkpoint 1").length;
    assertThat(segments.get(0).bytes()).isEqualTo(checkpoint + 11 + 3 * 24);
  }

  @Test
  void keepsTheLastGoodConfigurationAndNamesTheField() {
    JournalComponent journal = open("retention.days", "30");
    begin(journal, 1);
    journal.modified(Fixture.settings("retention.days", "0"));
    assertThat(journal.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(journal.execute().toString())
        .contains("config/io.tidegate.core.journal.cfg, field retention.days");
    journal.modified(Fixture.settings());
    assertThat(journal.execute().getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void keepsASecondGatewayAwayUntilTheFirstHasEnded() {
    JournalComponent first = open();
    begin(first, 1);
    JournalComponent second = open();
    until(() -> second.status().code().equals("ERR_JOURNAL_LOCKED"));
    assertThat(append(second, 2, "x")).isFalse();
    first.deactivate();
    until(() -> second.status().writable());
    assertThat(append(second, 2, "mine now")).isTrue();
    get(second.flush());
    assertThat(bodies(second.newest().orElseThrow())).containsExactly("mine now");
  }

  @Test
  void leavesNoThreadAndRefusesWorkAfterItsEnd() {
    JournalComponent journal = open();
    begin(journal, 1);
    long begun = System.nanoTime();
    journal.deactivate();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("tidegate-journal");
    assertThat(append(journal, 1, "x")).isFalse();
    CompletionStage<Void> flush = journal.flush();
    assertThatThrownBy(() -> get(flush)).hasMessageContaining("ERR_JOURNAL_STOPPED");
  }

  @Test
  void theFileIsForItsOwnerAlone() throws Exception {
    JournalComponent journal = open();
    begin(journal, 1);
    for (String part : List.of("journal.db", "journal.db-wal")) {
      Path file = home.resolve("data").resolve(part);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  private static boolean nudge(JournalComponent journal) {
    append(journal, 1000, "next");
    get(journal.flush());
    return false;
  }

  private List<Long> numbers(JournalComponent journal) {
    try (JournalArchive.Reader reader = journal.open(journal.file())) {
      return reader.segments().stream().map(JournalArchive.Segment::number).toList();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long countEntries(JournalComponent journal) {
    return get(
        journal
            .writer()
            .request(
                store -> {
                  try (var statement = store.connection().createStatement();
                      var row = statement.executeQuery("SELECT count(*) FROM entry")) {
                    return row.getLong(1);
                  }
                }));
  }
}
