package io.tidegate.core.journal;

import static io.tidegate.core.journal.Fixture.NOON;
import static io.tidegate.core.journal.Fixture.bytes;
import static io.tidegate.core.journal.Fixture.event;

import io.tidegate.api.journal.TransactionLedger.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A gateway's journal in a process of its own that acknowledges on its output until it is killed.
 */
final class CrashChild {
  private CrashChild() {}

  public static void main(String[] arguments) {
    int round = Integer.parseInt(arguments[1]);
    JournalComponent journal = Fixture.open(Path.of(arguments[0]), "linger.ms", "5");
    List<String> before = journal.newest().map(Fixture::bodies).orElse(List.of());
    long next = before.isEmpty() ? 1 : Long.parseLong(before.get(before.size() - 1)) + 1;
    if (before.isEmpty()) {
      Fixture.begin(journal, 1);
    }
    System.out.println("ready");
    while (true) {
      long first = next;
      for (int i = 0; i < 20; i++) {
        Fixture.append(journal, next, Long.toString(next));
        next++;
      }
      long last = next - 1;
      journal.flush().thenRun(() -> say("entry " + last));
      String id = round + "-" + first;
      journal
          .once("c", id, bytes("x"), NOON, Duration.ofDays(30))
          .thenAccept(verdict -> say("once " + id + " " + verdict));
      Fixture.get(
          journal
              .record(event("T" + id, 0, Kind.STARTED, first))
              .thenAccept(outcome -> say("charge T" + id + " " + outcome)));
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
