package io.tidegate.admin.rest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Felix HTTP gives up for good when its port is in use. This says so in one line that names file
 * and field, and starts the server again as soon as the port is free. Thread {@code
 * tidegate-rest-port}.
 */
@Component(
    name = "io.tidegate.admin.rest.port",
    service = {},
    immediate = true)
public final class PortKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(PortKeeper.class);
  private static final String SERVER = "org.apache.felix.http.jetty";
  private static final String PID = "org.apache.felix.http";

  private static final long LOOK_MS = 2_000;
  private static final int PROBE_MS = 500;

  /**
   * A server that is only slow to start must be left alone. It has failed for certain when its port
   * was somebody else's and is not any more; or when it is silent for half a minute.
   */
  private static final int LONG_SILENCE = 15;

  private final BundleContext context;
  private final RestHealth health;
  private final ConfigurationAdmin configurations;
  private final ScheduledExecutorService thread;
  // looks since it was last heard, and whether its port was found taken in one of them
  private int silent;
  private boolean taken;

  @Activate
  public PortKeeper(
      BundleContext context,
      @Reference RestHealth health,
      @Reference ConfigurationAdmin configurations) {
    this.context = context;
    this.health = health;
    this.configurations = configurations;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "tidegate-rest-port");
              worker.setDaemon(true);
              return worker;
            });
    // it runs until the thread is shut down and never fails: nothing waits for its end
    var unused = thread.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    thread.shutdownNow();
    if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
      LOG.warn("The thread tidegate-rest-port did not end within 1 s");
    }
  }

  private void look() {
    try {
      if (health.listens()) {
        silent = 0;
        taken = false;
        return;
      }
      silent++;
      boolean free = free();
      if (!taken && silent > 1 && (!free || silent == LONG_SILENCE)) {
        LOG.error("ERR_HTTP_PORT {}", health.execute().iterator().next().getMessage());
        taken = true;
      } else if (taken && free) {
        restart();
      }
    } catch (IOException | InvalidSyntaxException | BundleException | RuntimeException e) {
      // the next look must still come
      LOG.warn("ERR_HTTP_PORT the HTTP server cannot be started again", e);
    }
  }

  /**
   * Whether nobody answers at the port that the configuration names. By connecting: a trial binding
   * might be what the server meets when it binds.
   */
  private boolean free() throws IOException, InvalidSyntaxException {
    Configuration[] found = configurations.listConfigurations("(service.pid=" + PID + ")");
    if (found == null) {
      return false;
    }
    Dictionary<String, Object> fields = found[0].getProperties();
    boolean tls = "true".equals(String.valueOf(fields.get("org.apache.felix.https.enable")));
    Object port = fields.get("org.osgi.service.http.port" + (tls ? ".secure" : ""));
    Object host = fields.get("org.apache.felix.http.host");
    try (Socket probe = new Socket()) {
      InetAddress address = InetAddress.getByName(host == null ? "127.0.0.1" : host.toString());
      probe.connect(
          new InetSocketAddress(address, Integer.parseInt(String.valueOf(port))), PROBE_MS);
      return false;
    } catch (ConnectException e) {
      LOG.debug("{}:{} is free", host, port, e);
      return true;
    } catch (IOException | NumberFormatException e) {
      LOG.debug("{}:{} cannot be had", host, port, e);
      return false;
    }
  }

  private void restart() throws BundleException {
    Optional<Bundle> server =
        Arrays.stream(context.getBundles())
            .filter(b -> b.getSymbolicName() != null && b.getSymbolicName().startsWith(SERVER))
            .filter(b -> b.getState() == Bundle.ACTIVE)
            .findFirst();
    if (server.isPresent()) {
      LOG.info("The port of the REST API is free: starting the HTTP server again");
      server.get().stop(Bundle.STOP_TRANSIENT);
      server.get().start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
      silent = 0;
      taken = false;
    }
  }
}
