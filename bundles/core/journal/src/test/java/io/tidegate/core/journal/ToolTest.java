package io.tidegate.core.journal;

import static io.tidegate.core.journal.Fixture.NOON;
import static io.tidegate.core.journal.Fixture.append;
import static io.tidegate.core.journal.Fixture.begin;
import static io.tidegate.core.journal.Fixture.bodies;
import static io.tidegate.core.journal.Fixture.bytes;
import static io.tidegate.core.journal.Fixture.get;
import static io.tidegate.core.journal.Fixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.journal.Journal.EntryKind;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.operation.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolTest {
  @TempDir Path home;
  @TempDir Path elsewhere;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private JournalComponent journal;

  @BeforeEach
  void start() {
    journal = Fixture.open(home);
    begin(journal, 1);
    append(journal, 1, "one");
    append(journal, 2, "two");
    journal.append(EntryKind.DECISION, 2, NOON, () -> bytes("decision"));
    get(journal.flush());
  }

  @AfterEach
  void stop() {
    journal.deactivate();
  }

  private int run(JournalComponent of, String... words) {
    out.reset();
    err.reset();
    return new JournalTool(of, of)
        .run(
            new Tool.Call(
                List.of(words),
                elsewhere,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)));
  }

  @Test
  void listsSegmentsAndTheLastDecisions() {
    assertThat(run(journal, "list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("first input")
        .contains(NOON + " after input 2, 8 bytes");
    assertThat(run(journal, "list", "--json")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"number\":1,\"startedAt\":\"" + NOON + "\",\"sequence\":1,\"entries\":3")
        .contains("\"lastDecisions\":[{\"sequence\":2");
  }

  @Test
  void listsTheLastStepsOfUpdatesBesideTheDecisions() {
    assertThat(run(journal, "list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("steps of updates");
    for (int n = 10; n < 22; n++) {
      byte[] line = bytes("order o-1: START \"" + n + "\"");
      get(journal.once("update-step", "o-1/" + n, line, NOON.plusSeconds(n), Duration.ofDays(1)));
    }
    assertThat(run(journal, "list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("last steps of updates", NOON.plusSeconds(21) + " ", "order o-1: START \"21\"")
        .doesNotContain("\"11\"");
    assertThat(run(journal, "list", "--json")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"lastUpdateSteps\":[{\"at\":\"" + NOON.plusSeconds(12))
        .contains("\"line\":\"order o-1: START \\\"21\\\"\"");
    assertThat(bodies(journal.newest().orElseThrow())).containsExactly("one", "two", "decision");
  }

  @Test
  void copiesALiveJournalAndPutsItBack() throws Exception {
    assertThat(run(journal, "backup", "copy.db")).isZero();
    append(journal, 3, "three");
    get(journal.flush());
    Path copy = elsewhere.resolve("copy.db");
    try (JournalArchive.Reader reader = journal.open(copy)) {
      assertThat(bodies(reader.segments().get(0))).containsExactly("one", "two", "decision");
    }

    assertThat(run(journal, "restore", "copy.db")).isZero();
    until(() -> journal.status().code().equals("ERR_JOURNAL_RESTORED"));
    assertThat(append(journal, 4, "into the wrong history")).isFalse();
    try (Stream<Path> files = Files.list(home.resolve("data"))) {
      assertThat(files).anyMatch(f -> f.toString().contains("before-restore"));
    }
    journal.deactivate();
    journal = Fixture.open(home);
    assertThat(bodies(journal.newest().orElseThrow())).containsExactly("one", "two", "decision");
    append(journal, 3, "other three");
    get(journal.flush());
  }

  @Test
  void copiesTheJournalOfTheHomeThatTheCallerNames() throws Exception {
    NamedJournal named = new NamedJournal(elsewhere, home);
    Path copy = elsewhere.resolve("named.db");
    named.archive().backup(copy);
    try (JournalArchive.Reader reader = journal.open(copy)) {
      assertThat(bodies(reader.segments().get(0))).containsExactly("one", "two", "decision");
    }
    assertThatThrownBy(() -> named.restore(copy)).hasMessageContaining("Another gateway uses");

    journal.deactivate();
    assertThat(named.restore(copy).toString()).contains("before-restore");
    journal = Fixture.open(home);
    assertThat(bodies(journal.newest().orElseThrow())).containsExactly("one", "two", "decision");
  }

  @Test
  void restoresIntoAHomeThatWasOnlyConfiguredAndIntoNoOtherFolder() throws Exception {
    Path copy = elsewhere.resolve("named.db");
    new NamedJournal(elsewhere, home).archive().backup(copy);
    Path fresh = Files.createDirectories(elsewhere.resolve("fresh"));
    assertThatThrownBy(() -> new NamedJournal(elsewhere, fresh).restore(copy))
        .hasMessageContaining("no home of a gateway");
    Files.createDirectory(fresh.resolve("config"));
    assertThat(new NamedJournal(elsewhere, fresh).restore(copy)).doesNotExist();
    try (JournalArchive.Reader reader = journal.open(fresh.resolve("data/journal.db"))) {
      assertThat(bodies(reader.segments().get(0))).containsExactly("one", "two", "decision");
    }
  }

  @Test
  void aToolInASecondProcessCopiesAndListsButDoesNotRestoreWhileAGatewayRuns() {
    JournalComponent second = Fixture.open(home);
    try {
      until(() -> second.status().code().equals("ERR_JOURNAL_LOCKED"));
      assertThat(run(second, "list")).isZero();
      assertThat(run(second, "backup", "copy.db")).isZero();
      assertThat(run(second, "restore", "copy.db")).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("Another gateway uses");
      assertThat(append(journal, 3, "undisturbed")).isTrue();
    } finally {
      second.deactivate();
    }
  }

  @Test
  void aBackupOverwritesNothingAndLeavesNoHalf() throws IOException {
    Files.writeString(elsewhere.resolve("there"), "precious");
    assertThat(run(journal, "backup", "there")).isEqualTo(1);
    assertThat(elsewhere.resolve("there")).hasContent("precious");
    assertThat(run(journal, "backup", "no/such/directory")).isEqualTo(1);
    try (Stream<Path> files = Files.list(elsewhere)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void restoresNothingThatIsNoSoundJournal() throws IOException {
    Files.writeString(elsewhere.resolve("letter"), "Dear Sir, ".repeat(100));
    assertThat(run(journal, "restore", "letter")).isEqualTo(1);
    assertThat(run(journal, "restore", "missing")).isEqualTo(1);
    assertThat(journal.status().writable()).isTrue();
    assertThatThrownBy(() -> journal.open(elsewhere.resolve("letter")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void explainsItselfWhenUsedWrongly() {
    assertThat(run(journal)).isEqualTo(2);
    assertThat(run(journal, "backup")).isEqualTo(2);
    assertThat(run(journal, "shred", "x")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("journal backup FILE");
  }
}
