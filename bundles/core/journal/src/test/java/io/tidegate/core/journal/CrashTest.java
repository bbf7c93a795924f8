package io.tidegate.core.journal;

import static io.tidegate.core.journal.Fixture.NOON;
import static io.tidegate.core.journal.Fixture.bytes;
import static io.tidegate.core.journal.Fixture.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.journal.OnceLedger.Verdict;
import io.tidegate.api.journal.TransactionLedger.Summary;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at random moments: what was acknowledged is there, and nothing is there twice. */
class CrashTest {
  private static final int ROUNDS = 4;
  @TempDir Path home;

  @Test
  void everythingAcknowledgedSurvivesKillNineAndNothingIsThereTwice() throws Exception {
    Random random = new Random(3);
    long highest = 0;
    Set<String> ids = new HashSet<>();
    Set<String> charges = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (String line : acknowledgedUntilKilled(round, 1 + random.nextInt(120))) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "entry" -> highest = Math.max(highest, Long.parseLong(words[1]));
          case "once" -> {
            assertThat(words[2]).isEqualTo("NEW");
            ids.add(words[1]);
          }
          case "charge" -> {
            assertThat(words[2]).isEqualTo("RECORDED");
            charges.add(words[1]);
          }
          default -> throw new AssertionError(line);
        }
      }
      verify(highest, ids, charges);
    }
    assertThat(highest).isPositive();
    assertThat(ids).isNotEmpty();
    assertThat(charges).isNotEmpty();
  }

  private void verify(long highest, Set<String> ids, Set<String> charges) {
    JournalComponent journal = Fixture.open(home);
    try {
      List<Long> entries =
          Fixture.bodies(journal.newest().orElseThrow()).stream().map(Long::parseLong).toList();
      assertThat(entries)
          .isEqualTo(LongStream.rangeClosed(1, entries.size()).boxed().toList())
          .hasSizeGreaterThanOrEqualTo((int) highest);
      for (String id : ids) {
        assertThat(get(journal.once("c", id, bytes("x"), NOON, Duration.ofDays(30))))
            .isEqualTo(Verdict.REPEATED);
      }
      assertThat(
              journal.recent(100_000).stream()
                  .map(Summary::transaction)
                  .collect(Collectors.groupingBy(name -> name, Collectors.counting())))
          .containsKeys(charges.toArray(String[]::new))
          .allSatisfy((name, count) -> assertThat(count).isEqualTo(1));
    } finally {
      journal.deactivate();
    }
  }

  private List<String> acknowledgedUntilKilled(int round, int lines)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                home.toString(),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader output = child.inputReader()) {
      assertThat(output.readLine()).isEqualTo("ready");
      while (said.size() < lines) {
        said.add(output.readLine());
      }
      child.toHandle().destroyForcibly(); // SIGKILL, and what it said before can still be read
      String line = output.readLine();
      while (line != null) {
        said.add(line);
        line = output.readLine();
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    // the last line may be cut
    return said.stream()
        .filter(text -> text.matches("entry \\d+|(once|charge) \\S+ (NEW|RECORDED)"))
        .toList();
  }
}
