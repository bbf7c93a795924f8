package io.tidegate.core.planner;

import io.tidegate.api.operation.Tool;
import io.tidegate.api.site.SiteFiles;
import io.tidegate.api.site.SiteModel;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code tidegate optimise} (also {@code v2g-optimiser}): prints the plan for a site file and a
 * price file.
 */
@Component(
    name = "io.tidegate.core.planner.optimise",
    service = Tool.class,
    property = Tool.NAME + "=optimise",
    immediate = true)
public final class OptimiseTool implements Tool {
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final Set<String> OPTIONS =
      Set.of("--site", "--prices", "--sessions", "--start", "--step", "--wear");
  private final SiteFiles files;

  @Activate
  public OptimiseTool(@Reference SiteFiles files) {
    this.files = files;
  }

  @Override
  public String summary() {
    return "print the cheapest plan for a site file and a price file";
  }

  @Override
  public String help() {
    return """
        usage: tidegate optimise --site FILE --prices FILE [--sessions FILE] [--start INSTANT]
                                 [--step MINUTES] [--wear PRICE] [--json]

          --site FILE      the site file
          --prices FILE    CSV: a header, then start,import,export,load; start is ISO 8601 in UTC,
                           prices a kWh, load (the building's) in kW; export and load may be empty
          --sessions FILE  CSV: a header, then evse,soc,target,capacityKwh,hours,discharge (yes, no);
                           without it a 60 kWh car with 40 % stands at every EVSE, wants 80 % in 10 h
          --start INSTANT  begin of the plan; default the first price
          --step MINUTES   length of a step, 1 to 120; default 15
          --wear PRICE     cost of a kWh that goes out of a battery; default 0.08
          --json           one JSON object

        exit codes: 0 every vehicle gets its target, 1 one does not or no plan was found,
                    2 used wrongly or unreadable""";
  }

  @Override
  public int run(Call call) {
    Map<String, String> options = new HashMap<>();
    boolean json = false;
    for (int i = 0; i < call.arguments().size(); i++) {
      String argument = call.arguments().get(i);
      if (argument.equals("--json")) {
        json = true;
      } else if (OPTIONS.contains(argument) && i + 1 < call.arguments().size()) {
        options.put(argument, call.arguments().get(++i));
      } else {
        return wrong(call, "unknown argument " + argument);
      }
    }
    if (!options.containsKey("--site") || !options.containsKey("--prices")) {
      return wrong(call, "name a site file and a price file");
    }
    try {
      return optimise(call, options, json);
    } catch (IOException e) {
      return unreadable(call, e);
    } catch (RuntimeException e) {
      return wrong(call, e.getMessage());
    }
  }

  private int optimise(Call call, Map<String, String> options, boolean json) throws IOException {
    Path here = call.directory();
    SiteModel model = files.read(here.resolve(options.get("--site")));
    Forecast forecast = Forecast.read(here.resolve(options.get("--prices")));
    List<Problem.Vehicle> vehicles =
        options.containsKey("--sessions")
            ? Sessions.read(here.resolve(options.get("--sessions")), model)
            : Sessions.usual(model);
    Instant start =
        options.containsKey("--start") ? Instant.parse(options.get("--start")) : forecast.first();
    double stepS = 60 * number(options.getOrDefault("--step", "15"), 1, 120);
    double wear = number(options.getOrDefault("--wear", "0.08"), 0, 1000);
    double horizonS = vehicles.stream().mapToDouble(Problem.Vehicle::departureS).max().orElse(0);
    int steps = (int) Math.min(2_000, Math.floor(horizonS / stepS));
    Problem problem =
        new Problems(forecast, wear)
            .problem(model, start, stepS, steps, vehicles, model.nodes().get(0).designLoadW());
    Optional<Solution> solution = new LinearPlanner(MOST).solve(problem);
    if (solution.isEmpty()) {
      call.err().println("tidegate optimise: no plan was found in " + MOST.toSeconds() + " s");
      return 1;
    }
    PlanPrinter printer = new PlanPrinter(problem, solution.get());
    call.out().println(json ? printer.json() : printer.table());
    for (double missing : solution.get().missingWh()) {
      if (missing > 1) {
        return 1;
      }
    }
    return 0;
  }

  private static double number(String text, double min, double max) {
    double number = Double.parseDouble(text);
    if (!(number >= min && number <= max)) {
      throw new IllegalArgumentException(text + " must be from " + min + " to " + max);
    }
    return number;
  }

  /** One sentence: how the command is used is not what is wrong. */
  private static int unreadable(Call call, IOException e) {
    String sentence = String.valueOf(e.getMessage());
    if (e instanceof NoSuchFileException) {
      sentence = "there is no file " + sentence;
    } else if (e instanceof AccessDeniedException) {
      sentence = sentence + " may not be read";
    }
    call.err().println("tidegate optimise: " + sentence);
    return 2;
  }

  private int wrong(Call call, String sentence) {
    call.err().println("tidegate optimise: " + sentence);
    call.err().println(help());
    return 2;
  }
}
