package io.tidegate.host.kura.cloud;

import io.tidegate.api.control.DecisionListener;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.codec.settings.LastGood;
import io.tidegate.codec.settings.Settings;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.message.KuraPayload;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a summary of the site to a publisher of Kura's now and then, when asked to. A convenience:
 * Kura's store takes a message a second by default and throws when it is full, so what must not be
 * lost (energy, transactions) does not go this way.
 *
 * <p>Publishing writes to Kura's database: it has a thread of its own, which is there while there
 * is something to send. A message that does not get through is dropped, and fewer are tried.
 */
@Component(
    name = Telemetry.PID,
    service = {DecisionListener.class, HealthCheck.class},
    property = {HealthCheck.NAME + "=kura telemetry", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = Telemetry.Config.class)
public final class Telemetry implements DecisionListener, HealthCheck {
  static final String PID = "io.tidegate.host.kura.cloud.telemetry";
  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
  private static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_BACK_OFF = 16;

  /** Configuration. */
  @ObjectClassDefinition(
      id = PID,
      name = "Tidegate telemetry",
      description = "A summary of the site for one of Kura's cloud publishers")
  public @interface Config {
    @AttributeDefinition(name = "Enabled", description = "Whether anything is sent")
    boolean enabled() default false;

    @AttributeDefinition(
        name = "Interval",
        description = "s between two messages; Kura's own store takes one a second",
        min = "2",
        max = "86400")
    int interval_s() default 60;

    @AttributeDefinition(
        name = "Cloud publisher",
        description = "Filter for the publisher, e.g. (kura.service.pid=my-publisher)")
    String CloudPublisher_target() default "(kura.service.pid=changeme)";
  }

  private record Sending(boolean enabled, Duration interval) {
    static Sending read(Map<String, ?> properties) {
      Settings in = Settings.of(PID, properties);
      Sending read =
          new Sending(
              in.flag("enabled", false),
              Duration.ofSeconds(in.integer("interval.s", 60, 2, 86_400)));
      in.check();
      return read;
    }
  }

  private final LastGood<Sending> settings = new LastGood<>(Sending.read(Map.of()));
  private final ExecutorService thread = thread();
  private volatile CloudPublisher publisher;
  private final AtomicInteger failures = new AtomicInteger();
  private volatile String trouble = "";
  private long last = System.nanoTime();
  private final AtomicLong sent = new AtomicLong();

  @Activate
  public Telemetry(Map<String, ?> properties) {
    modified(properties);
  }

  /** One message waits at most; it is the newest decision's that counts. */
  private static ExecutorService thread() {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(1),
            task -> {
              Thread worker = new Thread(task, "tidegate-kura-telemetry");
              worker.setDaemon(true);
              return worker;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    one.allowCoreThreadTimeOut(true);
    return one;
  }

  @Modified
  final void modified(Map<String, ?> properties) {
    settings.offer(() -> Sending.read(properties));
  }

  @Deactivate
  void deactivate() {
    thread.shutdownNow();
  }

  @Reference(
      name = "CloudPublisher",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindPublisher(CloudPublisher publisher) {
    this.publisher = publisher;
    failures.set(0);
  }

  void unbindPublisher(CloudPublisher gone) {
    if (gone.equals(publisher)) {
      publisher = null;
    }
  }

  @Override
  public synchronized void decided(DecisionView view) {
    Sending now = settings.get();
    long since = System.nanoTime() - last;
    long pause =
        now.interval().toNanos() * Math.min(LONGEST_BACK_OFF, 1L << Math.min(failures.get(), 4));
    if (now.enabled() && publisher != null && since >= pause) {
      last = System.nanoTime();
      thread.execute(() -> send(view));
    }
  }

  private void send(DecisionView view) {
    CloudPublisher to = publisher;
    if (to == null) {
      return;
    }
    try {
      to.publish(new KuraMessage(payload(view)));
      sent.incrementAndGet();
      failures.set(0);
      trouble = "";
    } catch (KuraException | RuntimeException e) {
      failures.incrementAndGet();
      if (trouble.isEmpty()) {
        LOG.warn("Kura's publisher does not take telemetry; trying less often", e);
      }
      trouble = e.getClass().getSimpleName();
    }
  }

  private static KuraPayload payload(DecisionView view) {
    KuraPayload payload = new KuraPayload();
    payload.setTimestamp(Date.from(view.picture().at()));
    double vehiclesW = 0;
    int sessions = 0;
    int online = 0;
    for (EvseState evse : view.picture().evses()) {
      double powerW = evse.measured().powerW();
      vehiclesW += evse.session().isPresent() && Double.isFinite(powerW) ? powerW : 0;
      sessions += evse.session().isPresent() ? 1 : 0;
      online += evse.online() ? 1 : 0;
    }
    payload.addMetric("decision", view.decision().number());
    payload.addMetric("evses", view.picture().evses().size());
    payload.addMetric("evses.online", online);
    payload.addMetric("sessions", sessions);
    payload.addMetric("vehicles.powerW", vehiclesW);
    byte[] body = Json.telemetry(view);
    if (body.length <= MOST_BYTES) {
      payload.setBody(body);
    }
    return payload;
  }

  @Override
  public Result execute() {
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    if (!settings.get().enabled()) {
      return new Result(Result.Status.OK, "no telemetry goes through Kura");
    }
    if (publisher == null) {
      return new Result(
          Result.Status.WARN, "telemetry waits for the publisher that CloudPublisher.target names");
    }
    return trouble.isEmpty()
        ? new Result(Result.Status.OK, sent + " telemetry messages went to Kura")
        : new Result(
            Result.Status.WARN,
            "Kura's publisher did not take the last " + failures + " messages: " + trouble);
  }
}
