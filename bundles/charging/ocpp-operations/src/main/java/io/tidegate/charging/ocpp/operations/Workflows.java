package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.operation.Endpoint.Query;
import io.tidegate.api.operation.Endpoint.Refusal;
import io.tidegate.api.operation.Endpoint.Reply;
import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All workflows: who hears which action, who answers which path. Thread-safe. */
final class Workflows {
  private static final Logger LOG = LoggerFactory.getLogger(Workflows.class);
  private static final long LOADING_SECONDS = 20;
  private static final String STATION = " /api/v1/stations/{station}/";

  private final Map<String, Handler> routes = new TreeMap<>();
  private final Map<String, Ear> ears = new TreeMap<>();
  private final DeviceModels models;
  private final DeviceModels monitors;
  private final Alarms alarms;
  private final Disk disk;
  private final FileDesk desk;
  private final FirmwareStore store;
  private final Firmwares firmwares;
  private final Attempts attempts;
  private final Updates updates;
  private final Uploads uploads;
  private final LocalLists lists;
  private final Reservations reservations;
  private final Tokens tokens;
  private final AtomicBoolean restored = new AtomicBoolean();
  private final CountDownLatch loaded = new CountDownLatch(1);

  /** Answers a path. */
  @FunctionalInterface
  interface Handler {
    Reply answer(Query query) throws IOException;
  }

  /** Hears an action. */
  @FunctionalInterface
  interface Ear {
    CompletionStage<Void> said(StationId station, String payload);
  }

  Workflows(Around around, FileDesk desk, Disk fetcher) {
    disk = around.disk();
    store = new FirmwareStore(around);
    attempts = new Attempts(around);
    updates = new Updates(around, desk, store, attempts);
    uploads = new Uploads(around, desk, attempts);
    this.desk = desk;
    models = new DeviceModels(ReportKind.MODEL, around);
    monitors = new DeviceModels(ReportKind.MONITORS, around);
    alarms = new Alarms(monitors);
    Events events = new Events(around, alarms);
    ears.put(ReportKind.MODEL.action, models::said);
    ears.put(ReportKind.MONITORS.action, this::monitors);
    ears.put("NotifyEvent", events::said);
    routes.put("GET" + STATION + "device-model", models::view);
    routes.put("POST" + STATION + "device-model", models::refresh);
    routes.put("GET" + STATION + "monitors", monitors::view);
    routes.put("POST" + STATION + "monitors", monitors::refresh);
    routes.put("GET" + STATION + "events", events::view);
    firmwares = new Firmwares(around, store, desk, fetcher);
    files();
    lists = new LocalLists(around, fetcher);
    reservations = new Reservations(around);
    tokens = new Tokens(lists, reservations, around.time());
    lists();
    commands(new Commands(around));
  }

  private void files() {
    ears.put("FirmwareStatusNotification", updates::said);
    ears.put("SignedFirmwareStatusNotification", updates::said);
    ears.put("LogStatusNotification", uploads::said);
    ears.put("DiagnosticsStatusNotification", uploads::said);
    routes.put("GET /api/v1/firmware", firmwares::view);
    routes.put("POST /api/v1/firmware", firmwares::add);
    routes.put("DELETE /api/v1/firmware/{firmware}", firmwares::delete);
    routes.put("POST /api/v1/firmware/{firmware}/signature", firmwares::sign);
    routes.put("POST /api/v1/firmware/{firmware}/publish", firmwares::publish);
    routes.put("DELETE /api/v1/firmware/{firmware}/publish", firmwares::unpublish);
    routes.put("GET" + STATION + "firmware", updates::view);
    routes.put("POST" + STATION + "firmware", updates::begin);
    routes.put("GET" + STATION + "logs", uploads::view);
    routes.put("POST" + STATION + "logs", uploads::begin);
    routes.put("GET" + STATION + "logs/{file}", uploads::file);
  }

  private void lists() {
    ears.put("ReservationStatusUpdate", reservations::said);
    routes.put("GET /api/v1/local-list", lists::view);
    routes.put("PUT /api/v1/local-list", lists::replace);
    routes.put("POST /api/v1/local-list", lists::replace);
    routes.put("POST" + STATION + "local-list", lists::sendNow);
    routes.put("GET" + STATION + "reservations", reservations::view);
    routes.put("POST" + STATION + "reservations", reservations::begin);
    routes.put("POST" + STATION + "reservations/{reservation}/cancel", reservations::cancel);
  }

  private void commands(Commands commands) {
    routes.put("POST" + STATION + "reset", commands::reset);
    routes.put("POST" + STATION + "unlock", commands::unlock);
    routes.put("POST" + STATION + "availability", commands::availability);
    routes.put("POST" + STATION + "start", commands::start);
    routes.put("POST" + STATION + "stop", commands::stop);
    routes.put("POST" + STATION + "clear-cache", commands::clearCache);
  }

  Tokens tokens() {
    return tokens;
  }

  Reservations reservations() {
    return reservations;
  }

  /** Once, when there is something to do: what ran before a restart goes on. */
  private void restore() {
    if (restored.compareAndSet(false, true)) {
      var unused =
          CompletableFuture.allOf(
                  load("local list", lists::load),
                  load("reservations", reservations::load),
                  load("updates and uploads", this::loadAttempts))
              .thenRun(loaded::countDown);
    }
  }

  private void loadAttempts() throws IOException {
    for (Attempt attempt : attempts.load()) {
      if (attempt.running()) {
        goOn(attempt);
      }
    }
  }

  /** One that cannot be read keeps none of the others. */
  private CompletableFuture<Void> load(String what, Disk.Work work) {
    return disk.run(work)
        .exceptionally(
            failure -> {
              LOG.error("The {} of before cannot be read: {}", what, failure.toString());
              return null;
            });
  }

  /** An operator's change is one of what was there before, not of nothing. */
  private void awaitRestored() {
    restore();
    try {
      if (!loaded.await(LOADING_SECONDS, TimeUnit.SECONDS)) {
        throw new Refusal(503, "UNAVAILABLE", "The disk is slow: try again later.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(503, "UNAVAILABLE", "The gateway is stopping.");
    }
  }

  private void goOn(Attempt attempt) {
    try {
      restore(attempt);
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "Request {} of station {} is lost: {}", attempt.id(), attempt.station(), e.toString());
    }
  }

  private void restore(Attempt attempt) throws IOException {
    if (attempt.kind() == Attempt.Kind.LOG) {
      uploads.restore(attempt);
    } else {
      Firmware firmware = store.get(attempt.what());
      desk.restore(attempt.token(), new Tickets.Download(store.file(firmware), attempt.deadline()));
    }
  }

  private CompletionStage<Void> monitors(StationId station, String payload) {
    return monitors.said(station, payload).thenRun(() -> alarms.forget(station));
  }

  void accepted(StationId station, boolean booted) {
    restore();
    lists.accepted(station);
    if (booted) {
      models.booted(station);
      monitors.booted(station);
    }
  }

  boolean wants(String action) {
    return ears.containsKey(action);
  }

  CompletionStage<Void> said(StationId station, String action, String payload) {
    Ear ear = ears.get(action);
    return ear == null ? CompletableFuture.completedStage(null) : ear.said(station, payload);
  }

  List<String> routes() {
    return List.copyOf(routes.keySet());
  }

  Reply answer(Query query) throws IOException {
    awaitRestored();
    return routes.get(query.route()).answer(query);
  }

  /** Ends what would go on for minutes. */
  void stop() {
    firmwares.stop();
  }

  /** What the operator should look at. */
  Optional<String> concern() {
    return alarms.sentence().or(updates::concern);
  }
}
