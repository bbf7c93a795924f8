package io.tidegate.sim.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What the evening came to. */
final class Summary {
  private final PrintStream out;

  Summary(PrintStream out) {
    this.out = out;
  }

  void vehicles(Depot depot, List<Depot.View> departed) throws InterruptedException {
    out.println();
    out.println("Vehicles      in Wh   out Wh   SoC at departure   asked for");
    for (Depot.View view : departed) {
      out.printf(
          Locale.ROOT,
          "  %-8s %9.1f %8.1f %15.1f %% %9.0f %%%n",
          view.vehicle().orElseThrow().name(),
          depot.importWh(view.number()),
          depot.exportWh(view.number()),
          view.socPct(),
          view.vehicle().orElseThrow().targetSocPct());
    }
  }

  void commands(List<Evening.Commanded> commands) {
    out.println();
    out.println("Commands      power     answered   first setpoint at a station   power reached");
    for (Evening.Commanded c : commands) {
      out.printf(
          Locale.ROOT,
          "  %-10s %8s %8.1f ms %22s %21s%n",
          c.id(),
          Evening.kw(c.powerW()),
          c.answeredMs(),
          millis(c.firstSetpointMs()),
          millis(c.reachedMs()));
    }
    out.println("  (stations are looked at every 50 ms)");
  }

  private static String millis(double ms) {
    return Double.isNaN(ms) ? "-" : String.format(Locale.ROOT, "%.0f ms", ms);
  }

  void limits(Watch watch) {
    out.println();
    out.println("Limits, tightest margin over the evening");
    out.println("  grid import    " + Evening.kw(watch.worstImportW()));
    out.println("  grid export    " + Evening.kw(watch.worstExportW()));
    out.println("  transformers   " + Evening.kw(watch.worstTransformerW()));
    out.println("  SoC floor      " + String.format(Locale.ROOT, "%.1f %%", watch.worstSocPct()));
  }

  void promises(Promises promises) {
    out.println();
    out.println("Promises");
    for (Promises.Promise promise : promises.all()) {
      out.println(
          word(promise.verdict())
              + promise.what()
              + (promise.figure().isEmpty() ? "" : " (" + promise.figure() + ")"));
    }
    out.println();
    out.println(
        switch (promises.verdict()) {
          case HELD -> "Every promise held.";
          case BROKEN -> "A promise was broken.";
          case NOT_SHOWN ->
              "No promise was broken, but this machine is too busy to show all of them: the evening"
                  + " is played in real time. Play it again with less running beside it.";
        });
  }

  private static String word(Promises.Verdict verdict) {
    return switch (verdict) {
      case HELD -> "  held       ";
      case BROKEN -> "  BROKEN     ";
      case NOT_SHOWN -> "  not shown  ";
    };
  }
}
