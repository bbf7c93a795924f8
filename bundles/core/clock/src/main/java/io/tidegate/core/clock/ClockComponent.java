package io.tidegate.core.clock;

import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.codec.settings.LastGood;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the source each second on the thread {@code tidegate-clock} and tells the control loop. */
@Component(
    name = ClockComponent.NAME,
    service = HealthCheck.class,
    immediate = true,
    property = {HealthCheck.NAME + "=clock", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = ClockComponent.Config.class)
public final class ClockComponent implements HealthCheck {
  static final String NAME = "io.tidegate.core.clock";
  private static final Logger LOG = LoggerFactory.getLogger(ClockComponent.class);
  private static final String FAILED = "FAILED_TO_SYNC_PHASE";
  private static final long COMMAND_DEADLINE_MS = 2000;
  private static final long STOP_MS = 1500;

  /** Defaults and ranges; values are validated by {@link ClockSettings}. */
  @ObjectClassDefinition(id = NAME, name = "Clock quality")
  @interface Config {
    @AttributeDefinition(
        name = "Source",
        description = "Who is asked how good the clock is",
        options = {
          @Option(label = "The kernel", value = "kernel"),
          @Option(label = "chronyd", value = "chrony"),
          @Option(label = "ptp4l", value = "ptp"),
          @Option(label = "Nobody, for demonstrations", value = "assumed")
        })
    String source() default "kernel";

    @AttributeDefinition(name = "Target, ms", description = "Amber above this error; 0.001–10000")
    double target_ms() default 1;

    @AttributeDefinition(name = "Limit, ms", description = "Red above this error; 0.001–10000")
    double limit_ms() default 100;

    @AttributeDefinition(name = "chronyc", description = "Path or name of chronyc")
    String chrony_program() default "chronyc";

    @AttributeDefinition(
        name = "chronyd's address",
        description = "Its command socket; empty for chronyc's default",
        required = false)
    String chrony_address() default "";

    @AttributeDefinition(name = "pmc", description = "Path or name of pmc")
    String ptp_program() default "pmc";

    @AttributeDefinition(
        name = "ptp4l's socket",
        description = "Empty for pmc's default",
        required = false)
    String ptp_server() default "";

    @AttributeDefinition(
        name = "pmc's own socket",
        description = "Empty for pmc's default",
        required = false)
    String ptp_client() default "";
  }

  /** Makes the source that the settings name. */
  @FunctionalInterface
  interface Sources {
    ClockSource of(ClockSettings settings);
  }

  private final SiteInbox inbox;
  private final Sources sources;
  private final LastGood<ClockSettings> settings = new LastGood<>(ClockSettings.DEFAULT);
  private final ScheduledExecutorService thread;
  private volatile View view;

  // the clock thread's own
  private ClockSettings inForce;
  private ClockSource source;
  private ClockWatch watch;
  private boolean wasBad;
  private String lastSilence = "";

  @Activate
  public ClockComponent(
      BundleContext context, @Reference SiteInbox inbox, Map<String, Object> properties) {
    this(inbox, properties, sources(temporary(context)), 1000);
  }

  ClockComponent(SiteInbox inbox, Map<String, ?> properties, Sources sources, long periodMillis) {
    this.inbox = inbox;
    this.sources = sources;
    settings.offer(() -> ClockSettings.from(properties));
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "tidegate-clock");
              worker.setDaemon(true);
              worker.setContextClassLoader(null); // threads that JNA starts inherit it
              return worker;
            });
    var unused = thread.scheduleWithFixedDelay(this::turn, 0, periodMillis, TimeUnit.MILLISECONDS);
  }

  private static Path temporary(BundleContext context) {
    String home = context.getProperty("tidegate.home");
    return Path.of(home == null || home.isBlank() ? System.getProperty("java.io.tmpdir") : home)
        .toAbsolutePath()
        .resolve("tmp");
  }

  private static Sources sources(Path temporary) {
    CommandRunner runner = new ProcessRunner(COMMAND_DEADLINE_MS);
    return s ->
        switch (s.source()) {
          case KERNEL -> new KernelSource(temporary);
          case CHRONY -> new ChronySource(runner, s.chronyProgram(), s.chronyAddress());
          case PTP ->
              new PtpSource(runner, s.pmcProgram(), s.ptpServer(), s.ptpClient(), System::nanoTime);
          case ASSUMED -> new AssumedSource();
        };
  }

  @Modified
  void modified(Map<String, Object> properties) {
    settings.offer(() -> ClockSettings.from(properties));
  }

  @Deactivate
  void deactivate() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)) {
        LOG.error("The clock's source {} does not let go of its thread", settings.get().source());
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    closeSource();
  }

  private void turn() {
    try {
      ask();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("The clock's quality was not found out", e);
    }
  }

  private void ask() throws InterruptedException {
    useNewestSettings();
    ClockQuality quality = measure();
    boolean bad = watch.isBad(quality);
    view = new View(inForce, quality, bad);
    log(quality, bad);
    long now = System.nanoTime();
    if (watch.worthTelling(quality, now) && inbox.post(new SiteInput.ClockReport(quality))) {
      watch.told(quality, now);
    }
  }

  private void useNewestSettings() {
    ClockSettings newest = settings.get();
    if (!newest.equals(inForce)) {
      closeSource();
      source = sources.of(newest);
      watch = new ClockWatch(newest.source(), newest.limitMs());
      inForce = newest;
    }
  }

  private ClockQuality measure() throws InterruptedException {
    try {
      Reading reading = source.read();
      lastSilence = "";
      return watch.answered(reading, System.nanoTime());
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(lastSilence)) {
        LOG.warn("No answer about the clock: {}", why);
        lastSilence = why;
      }
      return watch.silent(why, System.nanoTime());
    }
  }

  private void log(ClockQuality quality, boolean bad) {
    if (bad && !wasBad) {
      LOG.error("{}: {}; discharge to the grid is suspended", FAILED, sentence(quality));
    } else if (!bad && wasBad) {
      LOG.info("The clock can be trusted again: {}", sentence(quality));
    }
    wasBad = bad;
  }

  private void closeSource() {
    if (source != null) {
      source.close();
      source = null;
      inForce = null;
    }
  }

  private static String sentence(ClockQuality quality) {
    return Double.isNaN(quality.offsetMs())
        ? quality.detail()
        : "%s, estimated error %.3f ms".formatted(quality.detail(), quality.offsetMs());
  }

  @Override
  public Result execute() {
    View now = view;
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    if (now == null) {
      return new Result(Result.Status.WARN, "The clock's source has not been asked yet");
    }
    String sentence = sentence(now.quality);
    if (now.bad) {
      return new Result(Result.Status.CRITICAL, FAILED + ": " + sentence);
    }
    boolean amber =
        now.settings.source() == ClockSettings.Source.ASSUMED
            || now.quality.offsetMs() > now.settings.targetMs();
    return new Result(amber ? Result.Status.WARN : Result.Status.OK, sentence);
  }

  private record View(ClockSettings settings, ClockQuality quality, boolean bad) {}
}
