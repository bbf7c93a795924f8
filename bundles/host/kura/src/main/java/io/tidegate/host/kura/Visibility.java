package io.tidegate.host.kura;

import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.util.tracker.BundleTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every configurable component of ours visible in Kura, and each instance of a factory: our
 * bundles need no type of Kura for that. Bundles and configurations that come and go only wake the
 * one thread here, which then compares all of it.
 */
@Component(
    name = Visibility.NAME,
    immediate = true,
    service = {ConfigurationListener.class, HealthCheck.class},
    property = {HealthCheck.NAME + "=kura host", HealthCheck.TAGS + "=tidegate"})
public final class Visibility implements ConfigurationListener, HealthCheck {
  static final String NAME = "io.tidegate.host.kura.visibility";
  private static final Logger LOG = LoggerFactory.getLogger(Visibility.class);

  /** Bundles come in droves; one comparison serves them all. */
  private static final long GATHER_MS = 20;

  /** After a failure, e.g. of a bundle that was being updated while its form was read. */
  private static final long AGAIN_MS = 1_000;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread worker = new Thread(task, "tidegate-host-kura");
            worker.setDaemon(true);
            return worker;
          });
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Markers markers;
  private final BundleTracker<Bundle> bundles;
  private final String host;
  private volatile String trouble = "";

  @Activate
  public Visibility(
      BundleContext context,
      @Reference ConfigurationAdmin configurations,
      @Reference MetaTypeService metatype) {
    markers = new Markers(context, configurations, new Forms(metatype));
    host = host(context);
    bundles =
        new BundleTracker<>(context, Bundle.ACTIVE, null) {
          @Override
          public Bundle addingBundle(Bundle bundle, BundleEvent event) {
            wake(GATHER_MS);
            return bundle;
          }

          @Override
          public void removedBundle(Bundle bundle, BundleEvent event, Bundle object) {
            wake(GATHER_MS);
          }
        };
    bundles.open();
    LOG.info("Our components become visible in {}", host);
  }

  private static String host(BundleContext context) {
    Bundle kura = FrameworkUtil.getBundle(ConfigurableComponent.class);
    Bundle framework = context.getBundle(0);
    return (kura == null ? "a Kura" : kura.getSymbolicName() + " " + kura.getVersion())
        + " on "
        + framework.getSymbolicName()
        + " "
        + framework.getVersion();
  }

  @Override
  public void configurationEvent(ConfigurationEvent event) {
    if (event.getFactoryPid() != null) {
      wake(GATHER_MS);
    }
  }

  private void wake(long delayMs) {
    if (woken.compareAndSet(false, true)) {
      try {
        ScheduledFuture<?> unused =
            thread.schedule(this::reconcile, delayMs, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("The bundle is being stopped", e);
      }
    }
  }

  private void reconcile() {
    woken.set(false);
    try {
      markers.reconcile();
      trouble = "";
    } catch (RuntimeException e) {
      if (!e.toString().equals(trouble)) {
        LOG.warn("Not all components can be made visible; trying again", e);
      }
      trouble = e.toString();
      wake(AGAIN_MS);
    }
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    bundles.close();
    thread.shutdownNow();
    if (thread.awaitTermination(1_500, TimeUnit.MILLISECONDS)) {
      markers.clear();
    }
  }

  @Override
  public Result execute() {
    Markers.Count count = markers.count();
    if (!trouble.isEmpty()) {
      return new Result(Result.Status.WARN, "not all components are visible in Kura: " + trouble);
    }
    if (!count.doubles().isEmpty()) {
      return new Result(
          Result.Status.WARN,
          "two configurations have the name "
              + Arrays.toString(count.doubles().toArray())
              + " (kura.service.pid); one of each is not visible");
    }
    return new Result(
        Result.Status.OK,
        count.single()
            + " components and "
            + count.instances()
            + " instances are visible in "
            + host);
  }
}
