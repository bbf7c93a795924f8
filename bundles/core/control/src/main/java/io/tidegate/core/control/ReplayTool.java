package io.tidegate.core.control;

import io.tidegate.api.control.Arbiter;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.operation.Tool;
import io.tidegate.core.control.record.JournalCodec;
import io.tidegate.core.control.record.Replayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code tidegate replay}: proves that a journal's setpoints follow from its inputs (X2). */
@Component(
    name = "io.tidegate.core.control.replay",
    property = Tool.NAME + "=replay",
    immediate = true)
public final class ReplayTool implements Tool {
  private final JournalArchive archive;
  private final Arbiter arbiter;
  private final SafetyEnvelope envelope;
  private final BundleContext context;

  @Activate
  public ReplayTool(
      BundleContext context,
      @Reference JournalArchive archive,
      @Reference Arbiter arbiter,
      @Reference SafetyEnvelope envelope) {
    this.context = context;
    this.archive = archive;
    this.arbiter = arbiter;
    this.envelope = envelope;
  }

  @Override
  public String summary() {
    return "reproduce every setpoint of a journal from its inputs";
  }

  @Override
  public String help() {
    return """
        usage: tidegate replay JOURNAL [--segment N] [--json]

        Feeds the inputs of each segment through the deciding bundles of this installation and
        compares every setpoint bit for bit. JOURNAL is a journal.db that no gateway has open,
        or a copy made by `tidegate journal backup`.

          --segment N   only the segment with that number
          --json        one JSON object a segment

        exit codes: 0 all reproduced, 1 a difference, 2 used wrongly or unreadable""";
  }

  @Override
  public int run(Call call) {
    Path file = null;
    Optional<Long> only = Optional.empty();
    boolean json = false;
    for (int i = 0; i < call.arguments().size(); i++) {
      String argument = call.arguments().get(i);
      if (argument.equals("--json")) {
        json = true;
      } else if (argument.equals("--segment") && i + 1 < call.arguments().size()) {
        only = parse(call.arguments().get(++i));
        if (only.isEmpty()) {
          return wrong(call, "--segment takes a number");
        }
      } else if (argument.startsWith("-") || file != null) {
        return wrong(call, "unknown argument " + argument);
      } else {
        file = call.directory().resolve(argument);
      }
    }
    if (file == null || !Files.isRegularFile(file)) {
      return wrong(call, file == null ? "name a journal" : "no such file: " + file);
    }
    return replay(call, file, only, json);
  }

  private int replay(Call call, Path file, Optional<Long> only, boolean json) {
    Replayer replayer = new Replayer(new JournalCodec(), arbiter, envelope);
    Map<String, String> bundles = BundleHashes.of(context);
    int exit = 0;
    int replayed = 0;
    try (JournalArchive.Reader reader = archive.open(file)) {
      for (JournalArchive.Segment segment : reader.segments()) {
        if (only.isEmpty() || only.get() == segment.number()) {
          Replayer.Result result = replayer.replay(segment);
          boolean sameBundles = segment.bundles().equals(bundles);
          call.out().println(ReplayReport.of(segment, result, sameBundles, json));
          exit = result.difference().isPresent() ? 1 : exit;
          replayed++;
          if (exit == 1) {
            break;
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      return wrong(call, "cannot read " + file + ": " + e.getMessage());
    }
    return replayed == 0 ? wrong(call, "no such segment in " + file) : exit;
  }

  private static Optional<Long> parse(String number) {
    try {
      return Optional.of(Long.parseLong(number));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private int wrong(Call call, String sentence) {
    call.err().println("tidegate replay: " + sentence);
    call.err().println(help());
    return 2;
  }
}
