package io.tidegate.admin.config.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.MetaTypeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies {@code config/*.cfg} below {@code tidegate.home}, merged with the command line's settings
 * in the framework property {@code tidegate.set}, and follows changes twice a second on its own
 * thread {@code tidegate-config-files}.
 *
 * <p>The first pass is made while it is activated: it starts before everything that is configured,
 * and what starts after it must not run a second with defaults. These are a few small local files.
 */
@Component(
    name = "io.tidegate.admin.config.files",
    service = HealthCheck.class,
    immediate = true,
    property = {"hc.name=config-files", "hc.tags=tidegate"})
public final class ConfigFiles implements HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFiles.class);
  private static final int PERIOD_MS = 500;

  /** Rounds between two looks at who reads what; the first is after so many, not in the start. */
  private static final int ROUNDS = 20;

  private final Folder folder;
  private final Function<Set<String>, Map<String, Set<String>>> readers;
  private final ScheduledExecutorService thread;
  private int rounds;
  private volatile List<String> unread = List.of();

  @Activate
  public ConfigFiles(
      BundleContext context,
      @Reference ConfigurationAdmin admin,
      @Reference MetaTypeService metatypes) {
    this(
        Path.of(text(context, "tidegate.home", ".")),
        text(context, "tidegate.set", ""),
        admin,
        new Readers(context, metatypes)::fields,
        PERIOD_MS);
  }

  ConfigFiles(
      Path home,
      String settings,
      ConfigurationAdmin admin,
      Function<Set<String>, Map<String, Set<String>>> readers,
      int periodMs) {
    this.readers = readers;
    folder = new Folder(home.resolve("config"), Overrides.parse(settings), new Store(admin));
    folder.look();
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "tidegate-config-files");
              worker.setDaemon(true);
              return worker;
            });
    var unused =
        thread.scheduleWithFixedDelay(this::look, periodMs, periodMs, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      folder.look();
      if (++rounds % ROUNDS == 0) {
        tell(folder.unread(readers));
      }
    } catch (RuntimeException e) {
      // a listener of Configuration Admin failed: the next round must still come
      LOG.error("config files: this round failed", e);
    }
  }

  private void tell(List<String> now) {
    for (String sentence : now) {
      if (!unread.contains(sentence)) {
        LOG.warn("{}", sentence);
      }
    }
    unread = List.copyOf(now);
  }

  @Deactivate
  void deactivate() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.warn("config files: the thread is still busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Result execute() {
    List<String> problems = folder.problems();
    if (!problems.isEmpty()) {
      return new Result(Result.Status.CRITICAL, String.join("; ", problems));
    }
    List<String> idle = unread;
    return idle.isEmpty()
        ? new Result(Result.Status.OK, "All configuration files are in force.")
        : new Result(Result.Status.WARN, String.join("; ", idle));
  }

  private static String text(BundleContext context, String key, String fallback) {
    String value = context.getProperty(key);
    return value == null ? fallback : value;
  }
}
