package io.tidegate.core.planner;

import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.SiteModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes a problem out of a picture of the site. Pure. */
final class Problems {
  private static final double LONGEST_S = 24 * 3600.0;
  private static final double COARSEST_S = 900;
  private static final int FINEST = 32;

  /** More unknowns than this cost more time than a plan is worth: steps get longer instead. */
  private static final int MOST_UNKNOWNS = 9_000;

  private static final int FEWEST = 6;
  private final Forecast forecast;
  private final double wearPrice;

  Problems(Forecast forecast, double wearPrice) {
    this.forecast = forecast;
    this.wearPrice = wearPrice;
  }

  Problem of(SitePicture picture) {
    SiteModel model = picture.model();
    List<Problem.Vehicle> vehicles = new ArrayList<>();
    double horizonS = 0;
    for (EvseState evse : picture.evses()) {
      Problem.Vehicle vehicle = vehicle(picture, evse);
      if (vehicle != null) {
        vehicles.add(vehicle);
        horizonS = Math.max(horizonS, Math.min(LONGEST_S, vehicle.departureS()));
      }
    }
    double stepS = stepS(horizonS, vehicles.size());
    int steps = vehicles.isEmpty() ? 0 : (int) Math.max(1, Math.floor(horizonS / stepS + 1e-9));
    return problem(model, picture.at(), stepS, steps, vehicles, baseLoadW(picture));
  }

  Problem problem(
      SiteModel model,
      Instant start,
      double stepS,
      int steps,
      List<Problem.Vehicle> vehicles,
      double baseLoadNowW) {
    double[] importPrice = new double[steps];
    double[] exportPrice = new double[steps];
    double[] load = new double[steps];
    for (int t = 0; t < steps; t++) {
      Forecast.Step step = forecast.at(start.plusMillis((long) (t * stepS * 1000)));
      importPrice[t] = step.importPrice();
      exportPrice[t] = step.exportPrice();
      load[t] = Double.isNaN(step.loadW()) ? baseLoadNowW : step.loadW();
    }
    return new Problem(
        start,
        stepS,
        importPrice,
        exportPrice,
        load,
        model.grid().importCapW(),
        model.grid().exportCapW(),
        wearPrice,
        branches(model),
        vehicles);
  }

  /** Steps as fine as the horizon and the number of vehicles allow. */
  static double stepS(double horizonS, int vehicles) {
    double affordable = Math.max(FEWEST, MOST_UNKNOWNS / Math.max(1.0, 3.0 * vehicles));
    double steps = Math.min(affordable, Math.max(FINEST, horizonS / COARSEST_S));
    return Math.max(1, horizonS / steps);
  }

  private static List<Problem.Branch> branches(SiteModel model) {
    List<Problem.Branch> branches = new ArrayList<>();
    for (Node node : model.nodes()) {
      double charge = Math.max(0, node.ratingW() - node.designLoadW());
      branches.add(new Problem.Branch(node.parent(), charge, node.ratingW()));
    }
    return branches;
  }

  private static double baseLoadW(SitePicture picture) {
    Node grid = picture.model().nodes().get(0);
    MeterState meter = picture.meters().get(grid.meter());
    if (meter == null || !Double.isFinite(meter.reading().powerW())) {
      return grid.designLoadW();
    }
    double vehicles = 0;
    for (EvseState evse : picture.evses()) {
      double power = evse.measured().powerW();
      vehicles += Double.isFinite(power) ? power : 0;
    }
    return Math.max(0, meter.reading().powerW() - vehicles);
  }

  /** Null for an EVSE whose vehicle cannot be planned: none there, or its battery is not known. */
  private static Problem.Vehicle vehicle(SitePicture picture, EvseState evse) {
    Session session = evse.session().orElse(null);
    double soc = evse.measured().socPct();
    if (session == null || !(session.capacityWh() > 0) || Double.isNaN(soc)) {
      return null;
    }
    EvseSpec spec = picture.model().evses().get(evse.index());
    boolean mayDischarge =
        picture.model().station(spec.station()).orElseThrow().dischargeAccess()
                != DischargeAccess.NONE
            && (session.dischargeAllowed() || spec.dischargeAttested());
    double floor = Math.max(picture.model().safety().minSocPct(), session.reservePct());
    double target = Double.isNaN(session.targetSocPct()) ? 100 : session.targetSocPct();
    double departureS =
        session
            .departure()
            .map(d -> Duration.between(picture.at(), d).toMillis() / 1000.0)
            .orElse(LONGEST_S);
    if (departureS <= 0) {
      return null;
    }
    double perCent = session.capacityWh() / 100;
    return new Problem.Vehicle(
        spec.id(),
        session.id(),
        spec.node(),
        least(spec.maxChargeW(), spec.maxShareW(), session.vehicleMaxChargeW()),
        mayDischarge
            ? least(spec.maxDischargeW(), spec.maxDischargeW(), session.vehicleMaxDischargeW())
            : 0,
        soc * perCent,
        floor * perCent,
        target * perCent,
        session.capacityWh(),
        departureS);
  }

  private static double least(double a, double b, double maybe) {
    double least = Math.min(a, b);
    return Double.isFinite(maybe) ? Math.min(least, maybe) : least;
  }
}
