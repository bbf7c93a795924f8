package io.tidegate.core.journal;

import static io.tidegate.core.journal.Fixture.NOON;
import static io.tidegate.core.journal.Fixture.bytes;
import static io.tidegate.core.journal.Fixture.event;
import static io.tidegate.core.journal.Fixture.get;
import static io.tidegate.core.journal.Fixture.text;
import static io.tidegate.core.journal.Fixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.journal.OnceLedger.Remembered;
import io.tidegate.api.journal.OnceLedger.Verdict;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.journal.TransactionLedger.Event;
import io.tidegate.api.journal.TransactionLedger.Kind;
import io.tidegate.api.journal.TransactionLedger.Outcome;
import io.tidegate.api.journal.TransactionLedger.Summary;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids and transactions: everything once (S1.8, S1.14, S3.3). */
class LedgerTest {
  private static final Duration MONTH = Duration.ofDays(30);
  @TempDir Path home;
  private JournalComponent journal;

  @BeforeEach
  void start() {
    journal = Fixture.open(home);
  }

  @AfterEach
  void stop() {
    journal.deactivate();
  }

  private void restart(Clock clock) {
    journal.deactivate();
    journal = Fixture.open(home, clock);
  }

  private Outcome record(Event event) {
    return get(journal.record(event));
  }

  @Test
  void tellsTheEventsWithTheHighestNumbersHighestFirst() {
    Event last = event("T1", 2, Kind.UPDATED, 1200);
    record(event("T1", 0, Kind.STARTED, 1000));
    record(last);
    record(event("T1", 1, Kind.UPDATED, 1100));
    record(event("T2", 7, Kind.UPDATED, 0));
    assertThat(journal.latest("CS01", "T1", 2))
        .extracting(TransactionLedger.Told::sequence)
        .containsExactly(2, 1);
    assertThat(journal.latest("CS01", "T1", 1).get(0).payload()).isEqualTo(last.payload());
    assertThat(journal.latest("CS02", "T1", 2)).isEmpty();
  }

  private Summary summary(String transaction) {
    return journal.summary("CS01", transaction).orElseThrow();
  }

  @Test
  void aKeyIsNewOnceAndARepetitionAnswersAsTheFirst() {
    assertThat(once("C1", "discharge", NOON)).isEqualTo(Verdict.NEW);
    assertThat(once("C1", "discharge", NOON.plusSeconds(1))).isEqualTo(Verdict.REPEATED);
    assertThat(once("C1", "charge", NOON.plusSeconds(2))).isEqualTo(Verdict.CONFLICT);
    assertThat(get(journal.once("wish", "C1", bytes("x"), NOON, MONTH))).isEqualTo(Verdict.NEW);
  }

  @Test
  void keysOutliveARestartUntilTheirTimeIsOver() {
    once("C1", "a", NOON);
    once("C2", "b", NOON.plusSeconds(1));
    restart(Clock.fixed(NOON.plus(MONTH), ZoneOffset.UTC));
    assertThat(journal.remembered("grid-command"))
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.key()).isEqualTo("C2");
              assertThat(key.at()).isEqualTo(NOON.plusSeconds(1));
              assertThat(text(key.content())).isEqualTo("b");
            });
    assertThat(once("C2", "b", NOON.plus(MONTH))).isEqualTo(Verdict.REPEATED);
    assertThat(once("C1", "other", NOON.plus(MONTH))).isEqualTo(Verdict.NEW);
  }

  @Test
  void remembersInTheOrderOfTime() {
    once("B", "", NOON.plusSeconds(2));
    once("A", "", NOON.plusSeconds(1));
    assertThat(journal.remembered("grid-command"))
        .extracting(Remembered::key)
        .containsExactly("A", "B");
  }

  @Test
  void twoAtTheSameMomentAreNewOnlyOnce() {
    var verdicts =
        IntStream.range(0, 100)
            .parallel()
            .mapToObj(i -> journal.once("s", "k", bytes("c"), NOON, MONTH))
            .map(Fixture::get)
            .toList();
    assertThat(verdicts).filteredOn(Verdict.NEW::equals).hasSize(1);
    assertThat(verdicts).filteredOn(Verdict.REPEATED::equals).hasSize(99);
  }

  @Test
  void countsEachEventOnce() {
    assertThat(record(event("T", 0, Kind.STARTED, 100))).isEqualTo(Outcome.RECORDED);
    assertThat(record(event("T", 1, Kind.UPDATED, 350))).isEqualTo(Outcome.RECORDED);
    assertThat(record(event("T", 1, Kind.UPDATED, 350))).isEqualTo(Outcome.DUPLICATE);
    assertThat(record(event("T", 1, Kind.UPDATED, 999))).isEqualTo(Outcome.CONFLICTING);
    assertThat(record(event("T", 2, Kind.ENDED, 600))).isEqualTo(Outcome.RECORDED);
    assertThat(record(event("T", 2, Kind.ENDED, 600))).isEqualTo(Outcome.DUPLICATE);
    assertThat(summary("T").importWh()).isEqualTo(500);
    assertThat(summary("T").exportWh()).isNaN();
    assertThat(summary("T").missing()).isEmpty();
    assertThat(summary("T").startedAt()).isEqualTo(NOON);
    assertThat(summary("T").endedAt()).contains(NOON.plusSeconds(2));
  }

  @Test
  void aGridCommandIsDurableBeforeTheEventsThatCameBeforeIt() {
    record(event("T", 0, Kind.STARTED, 100));
    List<String> done = new CopyOnWriteArrayList<>();
    CountDownLatch held = Fixture.hold(journal);
    var event =
        journal.record(event("T", 1, Kind.UPDATED, 200)).thenRun(() -> done.add("transaction"));
    var command =
        journal
            .once("grid-command", "C1", bytes("c"), NOON, MONTH)
            .thenRun(() -> done.add("command"));
    held.countDown();
    get(event);
    get(command);
    assertThat(done).containsExactly("command", "transaction");
  }

  @Test
  void aTransactionIsWrittenWholeAlthoughSomethingBesideItFailed() {
    CountDownLatch held = Fixture.hold(journal);
    var started = journal.record(event("T", 0, Kind.STARTED, 100));
    var broken =
        journal
            .writer()
            .request(
                store -> {
                  throw new IllegalStateException("broken");
                });
    var updated = journal.record(event("T", 1, Kind.UPDATED, 200));
    held.countDown();
    assertThatThrownBy(() -> get(broken)).hasMessageContaining("ERR_JOURNAL_REJECTED");
    assertThat(get(started)).isEqualTo(Outcome.RECORDED);
    assertThat(get(updated)).isEqualTo(Outcome.RECORDED);
    assertThat(record(event("T", 2, Kind.ENDED, 350))).isEqualTo(Outcome.RECORDED);
    assertThat(summary("T").importWh()).isEqualTo(250);
    assertThat(summary("T").endedAt()).contains(NOON.plusSeconds(2));
  }

  @Test
  void anyOrderAndAnyRepetitionGivesTheSameSummary() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i <= 9; i++) {
      Kind kind = i == 0 ? Kind.STARTED : i == 9 ? Kind.ENDED : Kind.UPDATED;
      events.add(event("T", i, kind, i * 10));
    }
    events.forEach(this::record);
    Summary expected = summary("T");
    Random random = new Random(7);
    for (int round = 0; round < 10; round++) {
      String transaction = "R" + round;
      List<Event> shuffled = new ArrayList<>();
      for (Event e : events) {
        Event other = event(transaction, e.sequence(), e.kind(), e.importWh());
        shuffled.addAll(Collections.nCopies(1 + random.nextInt(2), other));
      }
      Collections.shuffle(shuffled, random);
      shuffled.forEach(this::record);
      assertThat(summary(transaction))
          .usingRecursiveComparison()
          .ignoringFields("transaction", "exportWh")
          .isEqualTo(expected);
    }
  }

  @Test
  void namesTheNumbersThatAreMissing() {
    record(event("T", 7, Kind.UPDATED, 1));
    record(event("T", 2, Kind.STARTED, 1));
    record(event("T", 4, Kind.UPDATED, 1));
    assertThat(summary("T").missing()).containsExactly(3, 5, 6);
    assertThat(summary("T").highestSequence()).isEqualTo(7);
    record(event("T", 5, Kind.UPDATED, 1));
    assertThat(summary("T").missing()).containsExactly(3, 6);
  }

  @Test
  void namesAtMostAThousandMissingNumbers() {
    record(event("T", 0, Kind.STARTED, 1));
    record(event("T", Integer.MAX_VALUE, Kind.UPDATED, 1));
    assertThat(summary("T").missing()).hasSize(1000).startsWith(1).endsWith(1000);
  }

  @Test
  void takesAnEndBeforeItsStart() {
    record(event("T", 5, Kind.ENDED, 300));
    assertThat(journal.open()).isEmpty();
    assertThat(summary("T").startedAt()).isEqualTo(NOON.plusSeconds(5));
    record(event("T", 0, Kind.STARTED, 100));
    assertThat(summary("T").startedAt()).isEqualTo(NOON);
    assertThat(summary("T").importWh()).isEqualTo(200);
    assertThat(summary("T").endedAt()).isPresent();
  }

  @Test
  void transactionsSurviveARestartAndAreNeverDropped() {
    record(event("A", 0, Kind.STARTED, 0));
    record(event("B", 0, Kind.STARTED, 0));
    record(event("B", 1, Kind.ENDED, 10));
    restart(Clock.fixed(NOON.plus(Duration.ofDays(4000)), ZoneOffset.UTC));
    assertThat(journal.open()).extracting(Summary::transaction).containsExactly("A");
    assertThat(journal.recent(10)).extracting(Summary::transaction).containsExactly("B", "A");
    assertThat(journal.recent(1)).extracting(Summary::transaction).containsExactly("B");
    assertThat(record(event("B", 1, Kind.ENDED, 10))).isEqualTo(Outcome.DUPLICATE);
  }

  @Test
  void takesTimeStampsFromTheEndsOfTime() {
    Event odd =
        new Event(
            "CS01", "T", 0, Kind.STARTED, 0, "", Instant.MAX, Instant.MIN, true, 1, 2, new byte[0]);
    assertThat(record(odd)).isEqualTo(Outcome.RECORDED);
    assertThat(record(odd)).isEqualTo(Outcome.DUPLICATE);
    assertThat(summary("T").startedAt()).isEqualTo(Instant.MAX);
  }

  @Test
  void stateIsKeptReplacedAndRemoved() {
    get(journal.put("tariff", "b", bytes("2")));
    get(journal.put("tariff", "a", bytes("1")));
    get(journal.put("tariff", "b", bytes("3")));
    get(journal.put("other", "a", new byte[0]));
    restart(Clock.systemUTC());
    assertThat(journal.all("tariff")).containsOnlyKeys("a", "b");
    assertThat(text(journal.all("tariff").get("b"))).isEqualTo("3");
    assertThat(journal.all("other").get("a")).isEmpty();
    get(journal.put("tariff", "a", null));
    assertThat(journal.all("tariff")).containsOnlyKeys("b");
  }

  @Test
  void refusesAStateBeyond64KiB() {
    get(journal.put("s", "k", new byte[64 << 10]));
    assertThatThrownBy(() -> get(journal.put("s", "k", new byte[(64 << 10) + 1])))
        .hasMessageContaining("ERR_JOURNAL_REJECTED");
  }

  @Test
  void answersWithinTheTimeOfACommitAndDoesNotLinger() {
    journal.deactivate();
    journal = Fixture.open(home, "linger.ms", "1000");
    until(() -> journal.status().writable());
    long begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      once("K" + i, "c", NOON);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
  }

  private Verdict once(String key, String content, Instant at) {
    return get(journal.once("grid-command", key, bytes(content), at, MONTH));
  }

  private static Event estimatedEnd(java.time.Instant at) {
    return new Event(
        "CS01",
        "T",
        io.tidegate.api.journal.TransactionLedger.NO_SEQUENCE,
        Kind.ENDED_ESTIMATED,
        1,
        "s",
        at,
        at,
        false,
        Double.NaN,
        Double.NaN,
        bytes("{}"));
  }

  @Test
  void anEstimatedEndClosesATransactionUntilTheStationsOwnTakesItsPlace() {
    record(event("T", 0, Kind.STARTED, 1_000));
    record(event("T", 2, Kind.UPDATED, 1_500));
    Summary before = summary("T");
    java.time.Instant given = NOON.plusSeconds(86_400);
    assertThat(record(estimatedEnd(given))).isEqualTo(Outcome.RECORDED);
    assertThat(record(estimatedEnd(given))).isEqualTo(Outcome.DUPLICATE);
    Summary cut = summary("T");
    assertThat(cut.estimated()).isTrue();
    assertThat(cut.endedAt()).contains(given);
    assertThat(cut.importWh()).isEqualTo(500);
    assertThat(cut.startedAt()).isEqualTo(before.startedAt());
    assertThat(cut.missing()).isEqualTo(before.missing());
    assertThat(cut.highestSequence()).isEqualTo(2);
    assertThat(journal.open()).isEmpty();

    Event own = event("T", 3, Kind.ENDED, 1_800);
    record(own);
    assertThat(summary("T").estimated()).isFalse();
    assertThat(summary("T").endedAt()).contains(own.at());
    assertThat(summary("T").importWh()).isEqualTo(800);
  }
}
