package io.tidegate.admin.release.tool;

import io.tidegate.api.operation.Tool;
import io.tidegate.codec.release.Refusal;
import io.tidegate.codec.release.Sentence;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** {@code tidegate release}: keys, roots, archives, signatures, permits. */
@Component(service = Tool.class, property = Tool.NAME + "=release")
public final class ReleaseTool implements Tool {
  private final InstantSource clock;

  public ReleaseTool() {
    this(InstantSource.system());
  }

  ReleaseTool(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String summary() {
    return "makes, signs and verifies releases, and the keys and roots for it";
  }

  @Override
  public String help() {
    return Pages.overview();
  }

  @Override
  public String help(List<String> words) {
    return Pages.part(words).map(Pages::page).orElseGet(this::help);
  }

  @Override
  public int run(Call call) {
    List<String> arguments = new ArrayList<>(call.arguments());
    if (arguments.removeIf(word -> word.equals("--help") || word.equals("-h"))) {
      call.out().print(help(arguments));
      return 0;
    }
    boolean json = arguments.remove("--json");
    Words words = new Words(arguments, call.directory(), clock);
    Report report = new Report(call.out(), json);
    try {
      return switch (words.next()) {
        case "key" -> new KeyCommands(words, report, call.out()).run();
        case "root" -> new RootCommands(words, report).run();
        case "build" -> new BuildCommand(words, report).run();
        case "sign" -> new SignCommands(words, report).sign();
        case "permit" -> new SignCommands(words, report).permit();
        case "show" -> new VerifyCommand(words, report, clock).show();
        case "verify" -> new VerifyCommand(words, report, clock).verify();
        default -> throw new WrongUse("key, root, build, sign, permit, show or verify");
      };
    } catch (Refusal refusal) {
      return refused(call, report, refusal);
    } catch (WrongUse e) {
      call.err().println("tidegate release: " + e.getMessage());
      call.err().println(Pages.usage(call.arguments()));
      call.err().println("With --help behind it, each says more.");
    } catch (IOException | InvalidPathException e) {
      call.err().println("tidegate release: " + Trouble.of(e));
    }
    return 2;
  }

  private static int refused(Call call, Report report, Refusal refusal) {
    if (call.arguments().contains("--json")) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("good", false);
      fields.put("code", refusal.code());
      fields.put("reason", Sentence.of(refusal.getMessage()));
      report.print(fields);
    } else {
      call.err()
          .println(
              "tidegate release: " + refusal.code() + ": " + Sentence.of(refusal.getMessage()));
    }
    return 1;
  }
}
