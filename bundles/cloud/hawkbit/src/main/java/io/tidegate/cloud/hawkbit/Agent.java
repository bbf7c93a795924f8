package io.tidegate.cloud.hawkbit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateDesk.InstalledRelease;
import io.tidegate.api.update.UpdateView;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.felix.hc.api.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server what to do, and tells it what was done, on the thread {@code tidegate-hawkbit}.
 */
final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration BUSY = Duration.ofSeconds(60);
  private static final long STOP_MS = 1_500;

  private final HawkbitSettings settings;
  private final Path file;
  private final Supplier<Optional<UpdateDesk>> desk;
  private final Map<String, String> own;
  private final Clock clock;
  private final Ddi ddi;
  private final ScheduledExecutorService thread;
  private volatile Result health =
      new Result(Result.Status.WARN, "The update server has not been asked yet.");

  // the thread's own
  private Memory memory;
  private Orders orders;
  private ScheduledFuture<?> next;
  private long pauseMs;
  private Duration serversInterval = Duration.ofMinutes(5);
  private String lastFailure = "";
  private JsonNode introduced;

  /**
   * @param own what the server is told of this gateway
   */
  Agent(
      HawkbitSettings settings,
      Path home,
      Supplier<Optional<UpdateDesk>> desk,
      Ddi ddi,
      Map<String, String> own,
      Clock clock) {
    this.settings = settings;
    this.file = home.resolve("data/hawkbit/state.json");
    this.desk = desk;
    this.ddi = ddi;
    this.own = own;
    this.clock = clock;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "tidegate-hawkbit");
              worker.setDaemon(true);
              worker.setContextClassLoader(null);
              return worker;
            });
    // not every gateway of a fleet at the same moment after a power failure
    long most = Math.min(settings.pace().pollMin().toMillis(), 30_000);
    thread.execute(() -> first(ThreadLocalRandom.current().nextLong(most + 1)));
  }

  Result health() {
    return health;
  }

  /** Any thread; returns at once. */
  void changed(UpdateView view) {
    if (view.giver().equals("hawkbit")) {
      try {
        thread.execute(() -> heardOf(view));
      } catch (RejectedExecutionException e) {
        LOG.debug("Stopping; what has become of {} is asked for at the next start", view.id());
      }
    }
  }

  /** What is wrong with who we are is told at once, not with the first poll. */
  private void first(long ms) {
    try {
      var unused = ddi.credentials();
      again(ms);
    } catch (DdiException e) {
      failed(e);
    } catch (IOException e) {
      failed(new DdiException(0, Duration.ZERO, "Not polled: " + e.getMessage(), e));
    }
  }

  private void heardOf(UpdateView view) {
    try {
      begin();
      Optional<Feedback> before = memory.pending();
      orders.changed(view);
      if (before.isEmpty() && memory.pending().isPresent() && lastFailure.isEmpty()) {
        deliver();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DdiException e) {
      failed(e);
    } catch (IOException e) {
      failed(new DdiException(0, Duration.ZERO, "It could not be kept: " + e.getMessage(), e));
    }
  }

  private void begin() throws IOException {
    if (memory == null) {
      memory = Memory.read(file, settings.base().toString());
      orders = new Orders(settings, memory, clock);
    }
  }

  private void again(long ms) {
    if (next != null) {
      next.cancel(false);
    }
    try {
      next = thread.schedule(this::turn, ms, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Stopping");
    }
  }

  private void turn() {
    try {
      begin();
      catchUp();
      deliver();
      poll();
      deliver();
      pauseMs = 0;
      lastFailure = "";
      Duration interval = interval();
      healthy(interval);
      again(interval.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DdiException e) {
      failed(e);
    } catch (IOException | RuntimeException e) {
      LOG.error("hawkBit: not polled", e);
      failed(new DdiException(0, Duration.ZERO, "Not polled: " + e.getMessage(), e));
    }
  }

  /** What has become of an open action while nobody listened. */
  private void catchUp() throws IOException {
    Optional<UpdateDesk> now = desk.get();
    Optional<Memory.Known> open = memory.open();
    if (now.isPresent() && open.isPresent()) {
      Optional<UpdateView> view = now.get().find(open.get().order());
      if (view.isPresent()) {
        orders.changed(view.get());
      }
    }
  }

  private void deliver() throws IOException, InterruptedException {
    for (Optional<Feedback> word = memory.pending(); word.isPresent(); word = memory.pending()) {
      try {
        ddi.post(URI.create(settings.base() + word.get().path()), word.get().json());
        memory.heard();
      } catch (DdiException e) {
        if (e.gone()) {
          LOG.warn(
              "hawkBit action {}: the server does not want to hear of it any more ({})",
              word.get().action(),
              e.getMessage());
          memory.drop(word.get().action(), word.get().about());
        } else if (e.useless()) {
          LOG.error("hawkBit action {}: {}", word.get().action(), e.getMessage());
          memory.heard();
        } else {
          throw e;
        }
      }
    }
  }

  private void poll() throws IOException, InterruptedException {
    JsonNode root = ddi.get(settings.base());
    interval(root.path("config").path("polling").path("sleep").asText());
    JsonNode links = root.path("_links");
    introduce(links);
    Optional<UpdateDesk> now = desk.get();
    if (now.isEmpty()) {
      return; // said by the health check; the server keeps its actions
    }
    if (links.has("cancelAction")) {
      JsonNode cancel = ddi.get(link(links, "cancelAction"));
      orders.cancel(number(cancel.path("cancelAction").path("stopId").asText()), now.get());
      return;
    }
    if (links.has("confirmationBase")) {
      URI uri = link(links, "confirmationBase");
      Deployment asked = Deployment.of(ddi.get(uri), "confirmation", uri);
      if (!asked.action().isEmpty()) {
        orders.confirm(checked(asked));
      }
    }
    if (links.has("deploymentBase")) {
      URI uri = link(links, "deploymentBase");
      Deployment wanted = checked(Deployment.of(ddi.get(uri), "deployment", uri));
      boolean servers = wanted.archive() != null && ddi.isServers(wanted.archive().uri());
      orders.offered(wanted, servers ? ddi.credentials() : Map.of(), now.get());
    }
  }

  /** When the server asks who we are, and when that is something else than it was told. */
  private void introduce(JsonNode links) throws IOException, InterruptedException {
    ObjectNode data = attributes();
    if (links.has("configData")) {
      ddi.put(link(links, "configData"), introduction(data));
    } else if (!data.equals(introduced)) {
      ddi.put(URI.create(settings.base() + "/configData"), introduction(data));
    }
    introduced = data;
  }

  private static Deployment checked(Deployment deployment) throws DdiException {
    var unused = number(deployment.action());
    return deployment;
  }

  /** An action's id becomes part of an order's id and of an address. */
  private static String number(String action) throws DdiException {
    if (!action.matches("[0-9A-Za-z-]{1,32}")) {
      throw new DdiException(0, Duration.ZERO, "The server names an action without an id", null);
    }
    return action;
  }

  /** A resource of the server's; behind a proxy it may not know its own name. */
  private URI link(JsonNode links, String relation) throws DdiException {
    String href = links.path(relation).path("href").asText("");
    try {
      URI uri = settings.base().resolve(new URI(href));
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return settings.base().resolve(new URI(uri.getRawPath() + query));
    } catch (URISyntaxException e) {
      throw new DdiException(0, Duration.ZERO, "The server's link " + relation + " is none", e);
    }
  }

  private ObjectNode attributes() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    own.forEach(data::put);
    settings.attributes().forEach(data::put);
    desk.get().map(UpdateDesk::installed).orElse(List.of()).stream()
        .filter(InstalledRelease::confirmed)
        .forEach(
            release -> {
              String key = "release." + release.name();
              data.put(key.length() > 32 ? key.substring(0, 32) : key, release.version());
            });
    return data;
  }

  private JsonNode introduction(ObjectNode data) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("mode", "replace");
    body.set("data", data);
    body.put("id", "");
    body.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    ObjectNode status = body.putObject("status").put("execution", "closed");
    status.putObject("result").put("finished", "success");
    status.putArray("details");
    return body;
  }

  private void interval(String sleep) {
    if (sleep.matches("\\d{1,4}:[0-5]\\d:[0-5]\\d")) {
      String[] parts = sleep.split(":", -1);
      serversInterval =
          Duration.ofHours(Long.parseLong(parts[0]))
              .plusMinutes(Long.parseLong(parts[1]))
              .plusSeconds(Long.parseLong(parts[2]));
    }
  }

  /** The server's interval within our bounds, shorter while an action is under way, ±10 %. */
  private Duration interval() {
    Duration wanted = desk.get().isEmpty() ? Duration.ZERO : serversInterval;
    if (memory.open().isPresent() && wanted.compareTo(BUSY) > 0) {
      wanted = BUSY;
    }
    HawkbitSettings.Pace pace = settings.pace();
    wanted = wanted.compareTo(pace.pollMax()) > 0 ? pace.pollMax() : wanted;
    wanted = wanted.compareTo(pace.pollMin()) < 0 ? pace.pollMin() : wanted;
    double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
    return Duration.ofMillis((long) (wanted.toMillis() * jitter));
  }

  private void healthy(Duration interval) {
    String host = settings.base().getHost();
    if (desk.get().isEmpty()) {
      health = new Result(Result.Status.WARN, "There is no updater that takes what comes.");
      return;
    }
    String doing = memory.open().map(k -> "action " + k.action()).orElse("nothing to do");
    Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    health =
        new Result(
            Result.Status.OK,
            "%s was asked at %s: %s; next in %d s."
                .formatted(host, at, doing, Math.max(1, interval.toSeconds())));
  }

  private void failed(DdiException e) {
    HawkbitSettings.Pace pace = settings.pace();
    long min = pace.backOffMin().toMillis();
    pauseMs =
        Math.min(
            pace.backOffMax().toMillis(),
            ThreadLocalRandom.current().nextLong(min, Math.max(pauseMs, min) * 3 + 1));
    long pause = Math.max(pauseMs, e.retryAfter().toMillis());
    if (!e.getMessage().equals(lastFailure)) {
      LOG.warn("hawkBit: {}; again in {} ms", e.getMessage(), pause);
    }
    lastFailure = e.getMessage();
    Result.Status status = e.refusesUs() ? Result.Status.CRITICAL : Result.Status.WARN;
    health = new Result(status, "%s; again in %d s.".formatted(e.getMessage(), pause / 1000 + 1));
    again(pause);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    ddi.close();
    try {
      if (!thread.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)) {
        LOG.error("hawkBit: its thread does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
