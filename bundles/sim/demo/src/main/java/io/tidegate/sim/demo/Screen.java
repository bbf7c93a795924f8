package io.tidegate.sim.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The demo in a terminal: a table every two seconds, acts as they begin. Thread-safe. */
final class Screen {
  /** Says what the rows below it hold. */
  static final String LEGEND =
      "   EVSE vehicle  SoC     setpoint (asked)  station's meter   what bound the setpoint;"
          + " - no vehicle; positive: into the vehicle";

  private final PrintStream out;
  private final Watch watch;
  private final GatewayClient gateway;
  private final Supplier<List<String>> own;
  private final Instant begin = Instant.now();
  private final List<Depot.View> departed = new ArrayList<>();

  /**
   * @param own rows of the vehicles at EVSEs of the gateway's own
   */
  Screen(PrintStream out, Watch watch, GatewayClient gateway, Supplier<List<String>> own) {
    this.out = out;
    this.own = own;
    this.watch = watch;
    this.gateway = gateway;
  }

  synchronized void act(String title) {
    double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    out.println();
    out.printf(Locale.ROOT, "== %5.1f s  %s%n", seconds, title);
    table();
  }

  synchronized void departed(Depot.View view) {
    departed.add(view);
  }

  synchronized List<Depot.View> departed() {
    return List.copyOf(departed);
  }

  /** Prints the site as it is. */
  synchronized void table() {
    Watch.Sample s = watch.latest();
    out.printf(
        Locale.ROOT,
        "   grid %8s   vehicles %8s   T1 %8s   T2 %8s%n",
        Evening.kw(s.gridW()),
        Evening.kw(s.vehiclesW()),
        Evening.kw(s.t1W()),
        Evening.kw(s.t2W()));
    out.println(LEGEND);
    Map<String, String> reasons = reasons();
    for (Depot.View evse : s.evses()) {
      String name = String.format(Locale.ROOT, "E%02d", evse.number());
      out.println("   " + row(name, evse, reasons.getOrDefault(name, "")));
    }
    own.get().forEach(row -> out.println("   " + row));
  }

  private static String row(String name, Depot.View evse, String reason) {
    if (evse.vehicle().isEmpty()) {
      return name + "  -";
    }
    return String.format(
        Locale.ROOT,
        "%s  %-4s  %5.1f %%  asked %6.1f kW  gives %6.1f kW  %s",
        name,
        evse.vehicle().get().name(),
        evse.socPct(),
        evse.limitW() / 1000,
        evse.powerW() / 1000,
        reason);
  }

  /** The gateway's own explanation, of each EVSE. */
  private Map<String, String> reasons() {
    Map<String, String> reasons = new HashMap<>();
    try {
      JsonNode site = gateway.get("/api/v1/site").body();
      for (JsonNode evse : site.path("evses")) {
        List<String> codes = new ArrayList<>();
        for (JsonNode reason : evse.path("reasons")) {
          String subject = reason.path("subject").asText("");
          codes.add(reason.path("code").asText() + (subject.isEmpty() ? "" : " " + subject));
        }
        reasons.put(evse.path("evse").asText(), String.join(", ", codes));
      }
    } catch (IOException e) {
      reasons.put("E01", "(no explanation: " + e.getMessage() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return reasons;
  }
}
