package io.tidegate.core.planner;

import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.Plan;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.codec.settings.LastGood;
import io.tidegate.codec.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans again when a session or a wish has changed, and every so often; posts each plan to the
 * loop. Owns one thread.
 */
@Component(
    name = PlannerComponent.PID,
    service = HealthCheck.class,
    property = {"hc.name=planner", "hc.tags=tidegate"},
    immediate = true)
@Designate(ocd = PlannerConfig.class)
public final class PlannerComponent implements HealthCheck {
  static final String PID = "io.tidegate.core.planner";
  private static final Logger LOG = LoggerFactory.getLogger(PlannerComponent.class);
  private static final Duration MOST = Duration.ofSeconds(10);
  private static final long APART_NANOS = TimeUnit.SECONDS.toNanos(1);
  private final SiteInbox inbox;
  private final Path home;
  private final LastGood<Settled> settings = new LastGood<>(Settled.DEFAULT);
  private final NewestPicture newest;
  private final LinearPlanner planner = new LinearPlanner(MOST);
  private final Thread thread;
  private volatile boolean running = true;
  private volatile String trouble = "";

  /** Validated configuration. */
  private record Settled(boolean enabled, Duration interval, double wearPrice, Forecast forecast) {
    static final Settled DEFAULT = new Settled(true, Duration.ofSeconds(60), 0.08, Forecast.flat());
  }

  @Activate
  public PlannerComponent(
      BundleContext context,
      Map<String, Object> properties,
      @Reference SiteInbox inbox,
      @Reference NewestPicture newest) {
    this.inbox = inbox;
    this.newest = newest;
    home = Path.of(Objects.requireNonNullElse(context.getProperty("tidegate.home"), "."));
    modified(properties);
    thread = new Thread(this::run, "tidegate-planner");
    thread.setDaemon(true);
    thread.start();
  }

  @Modified
  void modified(Map<String, Object> properties) {
    settings.offer(() -> settle(properties));
  }

  private Settled settle(Map<String, Object> properties) {
    Settings s = Settings.of(PID, properties);
    boolean enabled = s.flag("enabled", true);
    int interval = s.integer("interval.s", 60, 1, 3600);
    double wear = s.number("wear.price", 0.08, 0, 1000);
    String prices = s.text("prices", "");
    Forecast forecast = Forecast.flat();
    if (!prices.isEmpty()) {
      try {
        forecast = Forecast.read(home.resolve("config").resolve(prices));
      } catch (IOException | RuntimeException e) {
        s.problem("prices", e.getMessage());
      }
    }
    s.check();
    return new Settled(enabled, Duration.ofSeconds(interval), wear, forecast);
  }

  private void run() {
    List<Object> planned = List.of();
    long plannedAt = System.nanoTime() - TimeUnit.HOURS.toNanos(1);
    while (running) {
      try {
        TimeUnit.MILLISECONDS.sleep(250);
        SitePicture picture = newest.get().orElse(null);
        long age = System.nanoTime() - plannedAt;
        if (picture == null || !settings.get().enabled() || age < APART_NANOS) {
          continue;
        }
        List<Object> occasion = occasion(picture);
        boolean due = age >= settings.get().interval().toNanos() || !occasion.equals(planned);
        if (due) {
          plan(picture);
          planned = occasion;
          plannedAt = System.nanoTime();
        }
      } catch (InterruptedException e) {
        LOG.debug("planner ends");
      } catch (RuntimeException e) {
        trouble = "the planner met a defect: " + e;
        LOG.error("Planner", e);
      }
    }
  }

  /** What makes an old plan worthless when it changes. */
  private static List<Object> occasion(SitePicture picture) {
    List<Object> occasion = new ArrayList<>();
    for (EvseState evse : picture.evses()) {
      Optional<Session> session = evse.session();
      if (session.isPresent()) {
        Session s = session.get();
        occasion.add(s.id());
        occasion.add(s.targetSocPct());
        occasion.add(s.departure());
        occasion.add(s.reservePct());
        occasion.add(s.capacityWh());
        occasion.add(s.dischargeAllowed());
      }
    }
    return occasion;
  }

  private void plan(SitePicture picture) {
    Settled now = settings.get();
    if (now.forecast().isFlat()) {
      // nothing to gain by waiting: everybody charges at once, fairly, and the arbiter minds
      // departures
      if (picture.plan().isPresent() && !picture.plan().get().sessions().isEmpty()) {
        inbox.post(new SiteInput.PlanUpdate(new Plan(picture.at(), picture.at(), 1, List.of())));
      }
      return;
    }
    Problem problem = new Problems(now.forecast(), now.wearPrice()).of(picture);
    Optional<Solution> solution = planner.solve(problem);
    if (solution.isEmpty()) {
      trouble =
          "no plan was found in "
              + MOST.toSeconds()
              + " s for "
              + problem.vehicles().size()
              + " vehicles; they charge without one";
      LOG.warn("{}", trouble);
      return;
    }
    trouble = "";
    if (!inbox.post(new SiteInput.PlanUpdate(Plans.of(problem, solution.get(), picture.at())))) {
      trouble = "the control loop took no plan: its inbox is full";
    }
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    running = false;
    thread.interrupt();
    thread.join(1_500);
  }

  @Override
  public Result execute() {
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    return trouble.isEmpty()
        ? new Result(Result.Status.OK, settings.get().enabled() ? "plans" : "switched off")
        : new Result(Result.Status.WARN, trouble);
  }
}
