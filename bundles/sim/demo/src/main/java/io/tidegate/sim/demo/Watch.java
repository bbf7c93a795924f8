package io.tidegate.sim.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Watches every limit at every step of the simulation, and remembers the tightest margin.
 * Thread-safe.
 */
final class Watch {
  private final double importCapW;
  private final double exportCapW;
  private final double transformerW;
  private final double minSocPct;
  private double worstImportW = Double.POSITIVE_INFINITY;
  private double worstExportW = Double.POSITIVE_INFINITY;
  private double worstTransformerW = Double.POSITIVE_INFINITY;
  private double worstSocPct = Double.POSITIVE_INFINITY;
  private String worstTransformer = "";
  private double uninvitedDischargeW;
  private Sample latest = new Sample(0, 0, 0, 0, 0, List.of());
  private final List<Sample> recent = new ArrayList<>();
  private boolean recording;
  private long longestGapNanos;

  /**
   * The site at one step.
   *
   * @param nanos {@link System#nanoTime()}
   * @param ownW what flows into the vehicles at EVSEs of the gateway's own
   */
  record Sample(
      long nanos, double gridW, double t1W, double t2W, double ownW, List<Depot.View> evses) {
    double vehiclesW() {
      return t1W + t2W + ownW;
    }
  }

  Watch(double importCapW, double exportCapW, double transformerW, double minSocPct) {
    this.importCapW = importCapW;
    this.exportCapW = exportCapW;
    this.transformerW = transformerW;
    this.minSocPct = minSocPct;
  }

  synchronized void sample(
      double gridW, double t1W, double t2W, double ownW, List<Depot.View> evses) {
    long before = latest.nanos();
    latest = new Sample(System.nanoTime(), gridW, t1W, t2W, ownW, evses);
    longestGapNanos = Math.max(longestGapNanos, before == 0 ? 0 : latest.nanos() - before);
    worstImportW = Math.min(worstImportW, importCapW - gridW);
    worstExportW = Math.min(worstExportW, exportCapW + gridW);
    double transformer = Math.max(Math.abs(t1W), Math.abs(t2W));
    if (transformerW - transformer < worstTransformerW) {
      worstTransformerW = transformerW - transformer;
      worstTransformer = words(latest, before);
    }
    for (Depot.View evse : evses) {
      if (evse.powerW() < -100 && evse.vehicle().isPresent()) {
        worstSocPct = Math.min(worstSocPct, evse.socPct() - minSocPct);
        if (!evse.vehicle().get().dischargeAllowed()) {
          uninvitedDischargeW = Math.max(uninvitedDischargeW, -evse.powerW());
        }
      }
    }
    if (recording) {
      recent.add(latest);
    }
    notifyAll();
  }

  /** A sample as somebody needs it who looks for the reason. */
  private static String words(Sample s, long before) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "T1 %s, T2 %s after a step of %d ms; gives of asked, kW:",
            Evening.kw(s.t1W()),
            Evening.kw(s.t2W()),
            (s.nanos() - before) / 1_000_000));
    for (Depot.View evse : s.evses()) {
      out.append(
          String.format(Locale.ROOT, " %.1f of %.1f", evse.powerW() / 1000, evse.limitW() / 1000));
    }
    return out.toString();
  }

  synchronized Sample latest() {
    return latest;
  }

  /** The longest that the simulation took for a step lately, s; it means to take some 0.1 s. */
  synchronized double gapS() {
    return Math.max(longestGapNanos, System.nanoTime() - latest.nanos()) / 1e9;
  }

  /** Measures steps anew. */
  synchronized void forgetGap() {
    longestGapNanos = 0;
  }

  /** Forgets what was recorded and begins to record every sample. */
  synchronized void record() {
    recent.clear();
    recording = true;
  }

  synchronized List<Sample> recorded() {
    recording = false;
    return List.copyOf(recent);
  }

  /** Waits for a sample that fits; the time it took, ns, or −1 when none came in time. */
  synchronized long await(java.util.function.Predicate<Sample> fits, long mostMillis)
      throws InterruptedException {
    long begin = System.nanoTime();
    long deadline = begin + mostMillis * 1_000_000;
    while (!fits.test(latest)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return -1;
      }
      wait(left);
    }
    // the sample may be older than the question
    return Math.max(0, latest.nanos() - begin);
  }

  synchronized double worstImportW() {
    return worstImportW;
  }

  synchronized double worstExportW() {
    return worstExportW;
  }

  /**
   * Whether a cap of the grid connection was. Devices need a moment to follow: a tenth of a percent
   * of it is no violation.
   */
  synchronized boolean capExceeded() {
    return worstImportW < -importCapW / 1_000 || worstExportW < -exportCapW / 1_000;
  }

  synchronized double worstTransformerW() {
    return worstTransformerW;
  }

  /** What all did when a transformer was nearest to its rating. */
  synchronized String worstTransformer() {
    return worstTransformer;
  }

  /** Infinite when nobody has discharged. */
  synchronized double worstSocPct() {
    return worstSocPct;
  }

  synchronized double uninvitedDischargeW() {
    return uninvitedDischargeW;
  }
}
