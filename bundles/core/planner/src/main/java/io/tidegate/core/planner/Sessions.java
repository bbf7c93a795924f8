package io.tidegate.core.planner;

import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Vehicles for a plan without a running site: CSV with a header, then {@code
 * evse,soc,target,capacityKwh,hours,discharge}: percents, kWh, hours to departure, yes or no.
 */
final class Sessions {
  private Sessions() {}

  /**
   * @throws IOException when it cannot be read; the message names file and line
   */
  static List<Problem.Vehicle> read(Path file, SiteModel model) throws IOException {
    List<Problem.Vehicle> vehicles = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      if (number > 1 && !line.isBlank()) {
        try {
          vehicles.add(vehicle(line.split(",", -1), model));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
          throw new IOException(
              file + ":" + number + ": wants evse,soc,target,capacityKwh,hours,discharge: " + line,
              e);
        }
      }
    }
    return vehicles;
  }

  private static Problem.Vehicle vehicle(String[] f, SiteModel model) {
    EvseSpec spec =
        model.evses().stream()
            .filter(e -> e.id().value().equals(f[0].strip()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such EVSE"));
    return of(
        spec,
        model,
        number(f[1], 0, 100),
        number(f[2], 0, 100),
        number(f[3], 0.1, 2_000),
        number(f[4], 0.01, 240),
        f[5].strip().equals("yes"));
  }

  private static double number(String text, double min, double max) {
    double number = Double.parseDouble(text.strip());
    if (!(number >= min && number <= max)) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }

  /** A usual evening: a 60 kWh car with 40 % at every EVSE that wants 80 % in ten hours. */
  static List<Problem.Vehicle> usual(SiteModel model) {
    return model.evses().stream().map(e -> of(e, model, 40, 80, 60, 10, true)).toList();
  }

  private static Problem.Vehicle of(
      EvseSpec spec,
      SiteModel model,
      double socPct,
      double targetPct,
      double capacityKwh,
      double hours,
      boolean discharge) {
    boolean able =
        discharge
            && model.station(spec.station()).orElseThrow().dischargeAccess()
                != DischargeAccess.NONE;
    double perCent = capacityKwh * 10;
    return new Problem.Vehicle(
        spec.id(),
        new SessionId("plan"),
        spec.node(),
        Math.min(spec.maxChargeW(), spec.maxShareW()),
        able ? spec.maxDischargeW() : 0,
        socPct * perCent,
        model.safety().minSocPct() * perCent,
        targetPct * perCent,
        100 * perCent,
        hours * 3600);
  }
}
