package io.tidegate.core.site;

import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.settings.LastGood;
import io.tidegate.codec.settings.Settings;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the site file's model as the service {@link SiteModel} and keeps it up to date: a newer
 * valid file replaces the service, an invalid one leaves the last good model in force and turns the
 * health check {@code site} red. Owns the thread {@code tidegate-site}.
 */
@Component(
    name = SiteLoader.PID,
    service = HealthCheck.class,
    immediate = true,
    property = {HealthCheck.NAME + "=site", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = SiteLoader.Config.class)
public final class SiteLoader implements HealthCheck {
  static final String PID = "io.tidegate.core.site";
  static final String DEFAULT_FILE = "config/site.yaml";
  private static final Logger LOG = LoggerFactory.getLogger(SiteLoader.class);
  private static final long POLL_MS = 1_000;

  /** Configuration. */
  @ObjectClassDefinition(id = PID, name = "Site model", description = "Where the site file is")
  public @interface Config {
    @AttributeDefinition(
        name = "Site file",
        description = "Relative to the gateway's home, or absolute")
    String file() default DEFAULT_FILE;
  }

  private final BundleContext context;
  private final Path home;
  private final LastGood<String> settings = new LastGood<>(DEFAULT_FILE);
  private final ScheduledExecutorService thread;
  // watch, registration, inForce: only touched by the thread and, before it starts, by activation
  private SiteWatch watch;
  private ServiceRegistration<SiteModel> registration;
  private SiteModel inForce;
  private volatile Health health = new Health("the site file was not read yet", false);

  /** A sentence and whether it is good. */
  private record Health(String sentence, boolean good) {}

  @Activate
  public SiteLoader(BundleContext context, Map<String, ?> properties) {
    this(context, properties, POLL_MS);
  }

  SiteLoader(BundleContext context, Map<String, ?> properties, long pollMs) {
    this.context = context;
    String homeProperty = context.getProperty("tidegate.home");
    this.home = Path.of(homeProperty == null ? "." : homeProperty).toAbsolutePath();
    settings.offer(() -> file(properties));
    this.watch = new SiteWatch(home, settings.get());
    look();
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "tidegate-site");
              worker.setDaemon(true);
              return worker;
            });
    // it runs until the thread is shut down and never fails: nothing waits for its end
    var unused =
        thread.scheduleWithFixedDelay(this::lookSafely, pollMs, pollMs, TimeUnit.MILLISECONDS);
  }

  @Modified
  void modified(Map<String, ?> properties) {
    String before = settings.get();
    if (settings.offer(() -> file(properties)) && !settings.get().equals(before)) {
      thread.execute(() -> watch = new SiteWatch(home, settings.get()));
      thread.execute(this::lookSafely);
    }
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    thread.shutdownNow();
    if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
      LOG.warn("The thread tidegate-site did not end within 1 s");
    }
    if (registration != null) {
      registration.unregister();
    }
  }

  private static String file(Map<String, ?> properties) {
    Settings settings = Settings.of(PID, properties);
    String file = settings.text("file", DEFAULT_FILE);
    if (file.indexOf('\0') >= 0) {
      settings.problem("file", "is no file name");
    }
    settings.check();
    return file;
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      // the next look must still come
      LOG.error("ERR_SITE_FILE: looking at {} failed", settings.get(), e);
      health = new Health("ERR_SITE_FILE: looking at the site file failed: " + e, false);
    }
  }

  private void look() {
    watch.changed().ifPresent(this::take);
  }

  private void take(SiteFile.Reading reading) {
    if (reading.model().isEmpty()) {
      reading.problems().forEach(problem -> LOG.error("ERR_SITE_FILE: {}", problem));
      health = new Health(Sentences.join(reading.problems(), registration != null), false);
      return;
    }
    SiteModel model = reading.model().get();
    if (inForce == null || !parts(model).equals(parts(inForce))) {
      publish(model);
    }
    String sentence =
        "site \""
            + model.name()
            + "\" with "
            + model.evses().size()
            + " EVSEs below "
            + model.nodes().size()
            + " nodes is in force";
    LOG.info("Site file {}: {}", settings.get(), sentence);
    health = new Health(sentence, true);
  }

  /** An edited comment, or a mistake taken back, must not restart the control loop. */
  private static List<Object> parts(SiteModel model) {
    return List.of(
        model.name(),
        model.grid(),
        model.nodes(),
        model.stations(),
        model.evses(),
        model.mandateSources(),
        model.safety());
  }

  private void publish(SiteModel model) {
    // the old one goes before the new one comes: those who need a model, directly and through each
    // other, then go down and up once, instead of once for each way that leads to it
    if (registration != null) {
      registration.unregister();
    }
    registration = context.registerService(SiteModel.class, model, properties(model));
    inForce = model;
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private static Dictionary<String, Object> properties(SiteModel model) {
    return new Hashtable<>(Map.of("tidegate.site", model.name()));
  }

  @Override
  public Result execute() {
    Health now = health;
    if (!now.good) {
      return new Result(Result.Status.CRITICAL, now.sentence);
    }
    String refused = settings.problem();
    return refused.isEmpty()
        ? new Result(Result.Status.OK, now.sentence)
        : new Result(Result.Status.CRITICAL, refused);
  }
}
