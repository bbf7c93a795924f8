package io.tidegate.core.journal;

import io.tidegate.api.journal.Journal.EntryKind;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.operation.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code tidegate journal}: copies, restores and lists. */
@Component(name = "io.tidegate.core.journal.tool", property = Tool.NAME + "=journal")
public final class JournalTool implements Tool {
  private static final int LAST_DECISIONS = 10;
  private static final int LAST_STEPS = 10;

  /** Space in which the updater writes a line for each step. */
  private static final String UPDATE_STEPS = "update-step";

  /** A decision is among the last entries: this many hold ten of them on any living site. */
  private static final int LAST_ENTRIES = 20_000;

  private final JournalArchive archive;
  private final LiveJournal live;

  /** Whether a gateway's home is known: without one only journals that are named can be listed. */
  private final boolean homeKnown;

  /**
   * The tool runs in a container of its own: the journal is that of the home that the caller named.
   */
  @Activate
  public JournalTool(BundleContext context) {
    this(context.getProperty("tidegate.home"), context.getProperty(Tool.HOME));
  }

  private JournalTool(String ownHome, String named) {
    homeKnown = named != null;
    Path home = Path.of(named == null ? ownHome : named);
    NamedJournal journal = new NamedJournal(Path.of(ownHome), home);
    archive = journal.archive();
    live = journal;
  }

  JournalTool(JournalArchive archive, LiveJournal live) {
    this.archive = archive;
    this.live = live;
    homeKnown = true;
  }

  @Override
  public String summary() {
    return "back up, restore or list the journal";
  }

  @Override
  public String help() {
    return """
    journal backup FILE        write a consistent copy of the journal to FILE, which must not exist;
                               the gateway may run meanwhile
    journal restore FILE       put a copy of FILE in the place of the journal; the gateway must be
                               stopped; the old journal is kept as journal.db.before-restore-<time>
    journal list [--json] [FILE]
                               segments (number, start, first input, entries, bytes, lost entries)
                               and the last 10 decisions and steps of updates, of FILE or else of
                               the journal
    --home DIR names the gateway's home; list FILE needs none.
    Exit codes: 0 done, 1 it could not be done, 2 wrong use.
    """;
  }

  @Override
  public int run(Call call) {
    List<String> words = new ArrayList<>(call.arguments());
    boolean json = words.removeIf("--json"::equals);
    String verb = words.isEmpty() ? "" : words.remove(0);
    if (!homeKnown && !(verb.equals("list") && words.size() == 1)) {
      call.err().println("tidegate journal: name the gateway's home with --home DIR");
      call.err().print(help());
      return 2;
    }
    try {
      if (verb.equals("backup") && words.size() == 1) {
        Path target = call.directory().resolve(words.get(0));
        archive.backup(target);
        call.out().println("The journal was copied to " + target);
        return 0;
      }
      if (verb.equals("restore") && words.size() == 1) {
        Path old = live.restore(call.directory().resolve(words.get(0)));
        String aside =
            Files.exists(old) ? "; the old one lies in " + old : "; there was no old one";
        call.out().println("The journal was restored" + aside);
        return 0;
      }
      if (verb.equals("list") && words.size() <= 1) {
        list(words.isEmpty() ? live.file() : call.directory().resolve(words.get(0)), json, call);
        return 0;
      }
    } catch (IOException | JournalException e) {
      call.err().println(e.getMessage());
      return 1;
    }
    call.err().print(help());
    return 2;
  }

  private void list(Path file, boolean json, Call call) throws IOException {
    List<FileSegment> segments = new ArrayList<>();
    try (JournalArchive.Reader reader = archive.open(file)) {
      for (JournalArchive.Segment segment : reader.segments()) {
        segments.add((FileSegment) segment);
      }
    }
    List<Line> decisions = lastDecisions(segments);
    List<OnceLedger.Remembered> steps = lastSteps(file);
    call.out()
        .print(json ? json(file, segments, decisions, steps) : text(file, segments, decisions));
    if (!json && !steps.isEmpty()) {
      call.out().printf("%nlast steps of updates%n");
      steps.forEach(step -> call.out().printf("%-30s %s%n", step.at(), words(step)));
    }
  }

  /** As the updater has written them. */
  private static List<OnceLedger.Remembered> lastSteps(Path file) throws IOException {
    try (Connection connection = Sqlite.readOnly(file)) {
      List<OnceLedger.Remembered> steps =
          OnceTable.remembered(connection, UPDATE_STEPS, Instant.EPOCH);
      return steps.subList(Math.max(0, steps.size() - LAST_STEPS), steps.size());
    } catch (SQLException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String words(OnceLedger.Remembered step) {
    return new String(step.content(), StandardCharsets.UTF_8);
  }

  private static List<Line> lastDecisions(List<FileSegment> segments) throws IOException {
    Deque<Line> last = new ArrayDeque<>();
    for (FileSegment segment :
        segments.subList(Math.max(0, segments.size() - 2), segments.size())) {
      segment.readLast(
          LAST_ENTRIES,
          (kind, sequence, at, body) -> {
            if (kind == EntryKind.DECISION) {
              last.addLast(new Line(sequence, at, body.length));
            }
            if (last.size() > LAST_DECISIONS) {
              last.removeFirst();
            }
          });
    }
    return List.copyOf(last);
  }

  private static String text(Path file, List<FileSegment> segments, List<Line> decisions) {
    StringBuilder text = new StringBuilder();
    text.append(file).append('\n');
    text.append(
        "%7s  %-30s %14s %10s %12s %6s%n"
            .formatted("segment", "started", "first input", "entries", "bytes", "lost"));
    for (FileSegment s : segments) {
      text.append(
          "%7d  %-30s %14d %10d %12d %6d%n"
              .formatted(
                  s.number(), s.startedAt(), s.sequence(), s.entries(), s.bytes(), s.lost()));
    }
    text.append("%nlast decisions%n".formatted());
    for (Line line : decisions) {
      text.append("%-30s after input %d, %d bytes%n".formatted(line.at, line.sequence, line.bytes));
    }
    return text.toString();
  }

  private static String json(
      Path file,
      List<FileSegment> segments,
      List<Line> decisions,
      List<OnceLedger.Remembered> steps) {
    List<String> rows = new ArrayList<>();
    for (FileSegment s : segments) {
      rows.add(
          "{\"number\":%d,\"startedAt\":\"%s\",\"sequence\":%d,\"entries\":%d,\"bytes\":%d,\"lost\":%d}"
              .formatted(
                  s.number(), s.startedAt(), s.sequence(), s.entries(), s.bytes(), s.lost()));
    }
    List<String> lines = new ArrayList<>();
    for (Line line : decisions) {
      lines.add(
          "{\"sequence\":%d,\"at\":\"%s\",\"bytes\":%d}"
              .formatted(line.sequence, line.at, line.bytes));
    }
    List<String> told = new ArrayList<>();
    for (OnceLedger.Remembered step : steps) {
      told.add("{\"at\":\"%s\",\"line\":\"%s\"}".formatted(step.at(), quoted(words(step))));
    }
    return "{\"file\":\"%s\",\"segments\":[%s],\"lastDecisions\":[%s],\"lastUpdateSteps\":[%s]}%n"
        .formatted(
            quoted(file.toString()),
            String.join(",", rows),
            String.join(",", lines),
            String.join(",", told));
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return out.toString();
  }

  private record Line(long sequence, Instant at, int bytes) {}
}
