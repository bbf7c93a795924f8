package io.tidegate.core.arbiter.tool;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.operation.Tool;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteFiles;
import io.tidegate.api.site.SiteModel;
import io.tidegate.core.arbiter.FairArbiter;
import io.tidegate.core.arbiter.Ranking;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code tidegate arbitrate} (also {@code v2g-arbitrator}): who would charge and discharge in a
 * situation, and why. Nothing is sent anywhere.
 */
@Component(
    name = "io.tidegate.core.arbiter.arbitrate",
    service = Tool.class,
    property = Tool.NAME + "=arbitrate",
    immediate = true)
public final class ArbitrateTool implements Tool {
  private static final Set<String> OPTIONS =
      Set.of("--mode", "--priority", "--site", "--state", "--power");

  /** The moment the tool speaks of: only differences of times count, and a run can be repeated. */
  private static final Instant MOMENT = Instant.parse("2026-01-01T12:00:00Z");

  private final BundleContext context;
  private final SiteFiles files;
  private final SafetyEnvelope envelope;

  @Activate
  public ArbitrateTool(
      BundleContext context, @Reference SiteFiles files, @Reference SafetyEnvelope envelope) {
    this.context = context;
    this.files = files;
    this.envelope = envelope;
  }

  @Override
  public String summary() {
    return "print who would charge and discharge in a situation, and why";
  }

  @Override
  public String help() {
    return """
        usage: tidegate arbitrate [--mode active|dry-run] [--priority grid|economy|departure]
                                  [--site FILE] [--state FILE] [--power KW] [--json]

          --mode active     pass the proposal through the safety envelope and print what it would
                            let out (default); nothing is sent anywhere
          --mode dry-run    print the arbiter's proposal within the envelope's bounds
          --priority RANK   who goes first after safety, must-charge and grid emergency:
                            grid       contract, then economy, then the rest (default)
                            economy    economy before contract
                            departure  the mean power to every departure before both
          --site FILE       the site file; default config/site.yaml of the home
          --state FILE      JSON with the vehicles, what is asked and the meters; without it a 60 kWh
                            car with 60 % stands at every EVSE, wants 80 % in 8 h and may discharge
          --power KW        what all vehicles together are asked for, kW, -100000 to 100000,
                            negative: discharge; in the name of the first upstream mandate source
          --json            one JSON object

        state file: {"evses": [{"id", "online", "present", "socPct", "targetPct", "reservePct",
          "capacityKwh", "departureMinutes", "dischargeAllowed", "powerKw", "deliverableKw"}],
          "targets": [{"id", "controller", "class", "kind", "node", "evse", "powerKw"}],
          "meters": [{"name", "powerKw"}], "silent": [mandate sources without keep-alive]}

        exit codes: 0 everything asked for is met, 1 something is not or is held back,
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
    try {
      Answer answer = answer(call, options);
      call.out().println(json ? answer.json() : answer.table().stripTrailing());
      return answer.met() ? 0 : 1;
    } catch (IOException e) {
      return unreadable(call, e);
    } catch (IllegalArgumentException e) {
      return wrong(call, String.valueOf(e.getMessage()));
    }
  }

  private Answer answer(Call call, Map<String, String> options) throws IOException {
    String mode = oneOf(options, "--mode", List.of("active", "dry-run"));
    String priority = oneOf(options, "--priority", List.of("grid", "economy", "departure"));
    SiteModel model = files.read(siteFile(call, options));
    StateFile state =
        options.containsKey("--state")
            ? StateFile.read(call.directory().resolve(options.get("--state")))
            : usual(model);
    state = asked(state, model, options.get("--power"));
    Situation situation = new Situation(model, state, MOMENT);
    SafetyEnvelope.Envelope allowed = settle(situation, model);
    SitePicture picture = situation.picture(MOMENT);
    Ranking ranking = Ranking.valueOf(priority.toUpperCase(Locale.ROOT));
    Allocation proposal =
        new FairArbiter(ranking).allocate(picture, allowed.bounds(), situation.targets());
    Map<String, StateFile.Vehicle> vehicles = new HashMap<>();
    state.evses().forEach(vehicle -> vehicles.put(vehicle.id(), vehicle));
    List<Double> powerW = new ArrayList<>();
    List<List<Reason>> reasons = new ArrayList<>();
    if (mode.equals("active")) {
      SafetyEnvelope.Verdict verdict = envelope.clear(picture, allowed, proposal, 1);
      Arrays.stream(verdict.powerW()).forEach(powerW::add);
      reasons.addAll(verdict.reasons());
    } else {
      for (int i = 0; i < proposal.evses(); i++) {
        powerW.add(proposal.powerW(i));
        reasons.add(List.of(proposal.reason(i)));
      }
    }
    return new Answer(mode, priority, model, vehicles, powerW, proposal, reasons);
  }

  /** Lets the situation stand until delays after a start have passed. */
  private SafetyEnvelope.Envelope settle(Situation situation, SiteModel model) {
    double delayS = Math.min(86_400, Math.max(0, model.safety().reenableDelayS()));
    Instant before = MOMENT.minus(Duration.ofMillis((long) (delayS * 1000) + 2000));
    SafetyEnvelope.Envelope earlier =
        envelope.bounds(situation.picture(before), envelope.initial(model, before));
    return envelope.bounds(situation.picture(MOMENT), earlier.state());
  }

  private Path siteFile(Call call, Map<String, String> options) {
    String named = options.get("--site");
    if (named != null) {
      return call.directory().resolve(named);
    }
    String home = context.getProperty(Tool.HOME);
    home = home == null ? context.getProperty("tidegate.home") : home;
    return Path.of(home == null ? "." : home).resolve("config/site.yaml");
  }

  private static String oneOf(Map<String, String> options, String name, List<String> known) {
    String value = options.getOrDefault(name, known.get(0));
    if (!known.contains(value)) {
      throw new IllegalArgumentException(name + " must be one of " + String.join(", ", known));
    }
    return value;
  }

  private static StateFile usual(SiteModel model) {
    List<StateFile.Vehicle> vehicles = new ArrayList<>();
    for (EvseSpec evse : model.evses()) {
      vehicles.add(
          new StateFile.Vehicle(
              evse.id().value(), true, true, 60, 80, 0, 60_000, 480, true, 0, Double.NaN));
    }
    return new StateFile(vehicles, List.of(), Map.of(), List.of());
  }

  private static StateFile asked(StateFile state, SiteModel model, String powerKw) {
    if (powerKw == null) {
      return state;
    }
    double power = Double.parseDouble(powerKw);
    if (!(Math.abs(power) <= 100_000)) {
      throw new IllegalArgumentException("--power must be from -100000 to 100000");
    }
    String controller =
        model.mandateSources().stream()
            .map(source -> source.id().value())
            .filter(id -> !id.startsWith("policy:"))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("the site file has no upstream mandate source"));
    List<StateFile.Ask> asks = new ArrayList<>(state.targets());
    asks.add(
        new StateFile.Ask(
            "command-line", controller, "contract", "vehicle-power", "", "", 1000 * power));
    return new StateFile(state.evses(), asks, state.meterW(), state.silent());
  }

  /** One sentence: how the command is used is not what is wrong. */
  private static int unreadable(Call call, IOException e) {
    String sentence = String.valueOf(e.getMessage());
    if (e instanceof NoSuchFileException) {
      sentence = "there is no file " + sentence;
    } else if (e instanceof AccessDeniedException) {
      sentence = sentence + " may not be read";
    }
    call.err().println("tidegate arbitrate: " + sentence);
    return 2;
  }

  private int wrong(Call call, String sentence) {
    call.err().println("tidegate arbitrate: " + sentence);
    call.err().println(help());
    return 2;
  }
}
