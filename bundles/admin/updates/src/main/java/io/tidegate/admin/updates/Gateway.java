package io.tidegate.admin.updates;

import io.tidegate.admin.updates.engine.House;
import io.tidegate.admin.updates.fetch.Fetch;
import io.tidegate.admin.updates.work.Fetcher;
import io.tidegate.admin.updates.work.Opener;
import io.tidegate.admin.updates.work.Surroundings;
import io.tidegate.admin.updates.work.Terms;
import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateView;
import io.tidegate.codec.release.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This gateway, as orders see it. */
final class Gateway implements Surroundings {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final String PRODUCT = "tidegate-site";
  private static final long LOOK_MS = 200;

  /** Who hears of orders. */
  @FunctionalInterface
  interface Told {
    void tell(UpdateView view, boolean step);
  }

  private final BundleContext context;
  private final HouseServices house;
  private final Path home;
  private final Supplier<UpdatesConfig> config;
  private final Told told;
  private final BiConsumer<String, String> alarm;

  Gateway(
      BundleContext context,
      HouseServices house,
      Path home,
      Supplier<UpdatesConfig> config,
      Told told,
      BiConsumer<String, String> alarm) {
    this.context = context;
    this.house = house;
    this.home = home;
    this.config = config;
    this.told = told;
    this.alarm = alarm;
  }

  private String property(String name, String fallback) {
    String value = context.getProperty(name);
    return value == null ? fallback : value;
  }

  /** What the launcher has found wrong with what is in force; empty when nothing. */
  String trouble() {
    return property("tidegate.updates.problem", "");
  }

  /** Gives a state that cannot be read another name. */
  void putAside() throws IOException {
    Path state = folder().resolve("state.json");
    Files.move(
        state, state.resolveSibling("state.json.damaged"), StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public BundleContext context() {
    return context;
  }

  @Override
  public House house() {
    return house;
  }

  @Override
  public Opener opener() {
    Host host =
        new Host(
            product(),
            Runtime.version().feature(),
            Host.platform(System.getProperty("os.name"), System.getProperty("os.arch")),
            property("tidegate.profile", ""),
            config.get().device());
    return new Releases(distribution(), folder(), host, clock(), alarm);
  }

  @Override
  public Fetcher fetcher() {
    return this::fetch;
  }

  private boolean fetch(
      ReleaseSource.OfUri from, Path to, IntConsumer percent, BooleanSupplier unwanted)
      throws UpdateRefusedException, InterruptedException {
    Fetch fetch = new Fetch(config.get().fetch(), from, to, house::keys);
    FutureTask<Boolean> task = new FutureTask<>(fetch::run);
    Thread thread = new Thread(task, "tidegate-fetch");
    thread.start();
    try {
      while (true) {
        try {
          return task.get(LOOK_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          percent.accept(fetch.percent());
          if (unwanted.getAsBoolean()) {
            fetch.cancel();
          }
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UpdateRefusedException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      fetch.cancel();
      thread.interrupt();
    }
  }

  @Override
  public Supplier<Terms> terms() {
    return () -> config.get().terms();
  }

  @Override
  public Path folder() {
    return home.resolve("data").resolve("updates");
  }

  @Override
  public Path distribution() {
    return Path.of(property("tidegate.dist", home.toString()));
  }

  @Override
  public String product() {
    return property("tidegate.product", PRODUCT);
  }

  @Override
  public String boot() {
    return property("tidegate.boot", "");
  }

  @Override
  public String trial() {
    return property("tidegate.updates.trial", "");
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public void tell(UpdateView view, boolean step) {
    told.tell(view, step);
  }

  /** The launcher is no bundle, and speaks in types of the JDK. */
  @Override
  public boolean restart() {
    try {
      for (ServiceReference<Runnable> reference :
          context.getServiceReferences(Runnable.class, "(tidegate.launcher=restart)")) {
        Runnable launcher = context.getService(reference);
        if (launcher != null) {
          launcher.run();
          return true;
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    LOG.error("there is no launcher that could start the container anew");
    return false;
  }
}
