package io.tidegate.core.site;

import io.tidegate.api.operation.Tool;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.yaml.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/**
 * {@code tidegate site check FILE}: says what is wrong with a site file before a gateway sees it.
 */
@Component(service = Tool.class, property = Tool.NAME + "=site")
public final class SiteTool implements Tool {
  @Override
  public String summary() {
    return "checks a site file and lists every problem with its line";
  }

  @Override
  public String help() {
    return """
        tidegate site check FILE [--json]

        Reads the site file, changes nothing, and prints every problem as FILE:LINE: field sentence;
        for a valid file, what it describes.

          FILE     the site file, relative to the working directory
          --json   one JSON object: file, valid, problems (line, field, sentence), nodes, stations, evses

        Exit codes: 0 valid, 1 problems were found, 2 used wrongly or the file cannot be read.
        """;
  }

  @Override
  public int run(Call call) {
    List<String> words = new ArrayList<>(call.arguments());
    boolean json = words.remove("--json");
    if (words.size() != 2 || !words.get(0).equals("check") || words.get(1).startsWith("-")) {
      call.err().print(help());
      return 2;
    }
    String name = words.get(1);
    try {
      SiteFile.Reading reading =
          SiteFile.read(name, SiteWatch.read(call.directory().resolve(name)));
      if (json) {
        call.out().println(json(name, reading));
      } else {
        print(name, reading, call.out());
      }
      return reading.problems().isEmpty() ? 0 : 1;
    } catch (IOException e) {
      call.err().println(SiteWatch.unreadable(name, e));
    } catch (InvalidPathException e) {
      call.err().println(name + ": is no file name");
    }
    return 2;
  }

  private static void print(String name, SiteFile.Reading reading, PrintStream out) {
    reading.problems().forEach(out::println);
    reading
        .model()
        .ifPresent(
            model ->
                out.println(
                    name
                        + ": valid: site \""
                        + model.name()
                        + "\", "
                        + model.nodes().size()
                        + " nodes, "
                        + model.stations().size()
                        + " stations, "
                        + model.evses().size()
                        + " EVSEs"));
  }

  private static String json(String name, SiteFile.Reading reading) {
    String problems =
        reading.problems().stream().map(SiteTool::json).collect(Collectors.joining(","));
    String counts = reading.model().map(SiteTool::counts).orElse("");
    return "{\"file\":"
        + quoted(name)
        + ",\"valid\":"
        + reading.problems().isEmpty()
        + ",\"problems\":["
        + problems
        + "]"
        + counts
        + "}";
  }

  private static String counts(SiteModel model) {
    return String.format(
        Locale.ROOT,
        ",\"site\":%s,\"nodes\":%d,\"stations\":%d,\"evses\":%d",
        quoted(model.name()),
        model.nodes().size(),
        model.stations().size(),
        model.evses().size());
  }

  private static String json(Problem problem) {
    return "{\"line\":"
        + problem.line()
        + ",\"field\":"
        + quoted(problem.where())
        + ",\"sentence\":"
        + quoted(problem.sentence())
        + "}";
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
