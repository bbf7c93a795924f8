package io.tidegate.host.kura;

import io.tidegate.api.control.DecisionListener;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.SiteView;
import io.tidegate.codec.settings.LastGood;
import io.tidegate.codec.settings.Settings;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.eclipse.kura.watchdog.CriticalComponent;
import org.eclipse.kura.watchdog.WatchdogService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kura's watchdog that the control loop decides: each new decision is a check-in, so a loop
 * that hangs stops them and Kura restarts the machine. There is no thread and no timer here that
 * could go on checking in for a dead loop.
 *
 * <p>While the loop's bundle is away (an update, an operator's stop) nothing is watched.
 */
@Component(
    name = WatchdogCheckIn.PID,
    immediate = true,
    service = {DecisionListener.class, HealthCheck.class},
    property = {HealthCheck.NAME + "=kura watchdog", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = WatchdogCheckIn.Config.class)
public final class WatchdogCheckIn implements DecisionListener, CriticalComponent, HealthCheck {
  static final String PID = "io.tidegate.host.kura.watchdog";
  private static final String COMPONENT = "tidegate-control";
  private static final Logger LOG = LoggerFactory.getLogger(WatchdogCheckIn.class);

  /** Configuration. */
  @ObjectClassDefinition(
      id = PID,
      name = "Tidegate watchdog",
      description = "The control loop checks in with Kura's watchdog at each decision")
  public @interface Config {
    @AttributeDefinition(name = "Enabled", description = "Whether the loop checks in at all")
    boolean enabled() default true;

    @AttributeDefinition(
        name = "Time-out",
        description = "s without a decision until Kura restarts the machine",
        min = "10",
        max = "3600")
    int timeout_s() default 60;
  }

  /**
   * A validated configuration.
   *
   * @param timeoutS s
   */
  private record Watch(boolean enabled, int timeoutS) {
    static Watch read(Map<String, ?> properties) {
      Settings in = Settings.of(PID, properties);
      Watch watch = new Watch(in.flag("enabled", true), in.integer("timeout.s", 60, 10, 3_600));
      in.check();
      return watch;
    }
  }

  private final WatchdogService watchdog;
  private final LastGood<Watch> watch = new LastGood<>(Watch.read(Map.of()));
  private boolean registered;
  private long number = -1;

  /**
   * @param loop only so that this is there while the loop is
   */
  @Activate
  public WatchdogCheckIn(
      Map<String, ?> properties, @Reference WatchdogService watchdog, @Reference SiteView loop) {
    this.watchdog = watchdog;
    modified(properties);
  }

  @Modified
  final synchronized void modified(Map<String, ?> properties) {
    watch.offer(() -> Watch.read(properties));
    if (!watch.get().enabled()) {
      release();
    } else if (!registered) {
      watchdog.registerCriticalComponent(this);
      registered = true;
      LOG.info("Kura's watchdog waits {} s for a decision", watch.get().timeoutS());
    }
  }

  @Deactivate
  synchronized void release() {
    if (registered) {
      registered = false;
      watchdog.unregisterCriticalComponent(this);
    }
  }

  @Override
  public synchronized void decided(DecisionView view) {
    long next = view.decision().number();
    if (registered && next != number) {
      number = next;
      watchdog.checkin(this);
    }
  }

  @Override
  public String getCriticalComponentName() {
    return COMPONENT;
  }

  /** In ms, as Kura's watchdog takes it. */
  @Override
  public int getCriticalComponentTimeout() {
    return watch.get().timeoutS() * 1_000;
  }

  @Override
  public Result execute() {
    if (!watch.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, watch.problem());
    }
    return new Result(
        Result.Status.OK,
        watch.get().enabled()
            ? "the control loop checks in with Kura's watchdog at each decision; time-out "
                + watch.get().timeoutS()
                + " s"
            : "the control loop does not check in with Kura's watchdog");
  }
}
