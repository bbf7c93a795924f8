package io.tidegate.cloud.update.mqtt;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateView;
import io.tidegate.cloud.update.mqtt.Wire.BrokenException;
import io.tidegate.cloud.update.mqtt.Words.UnfitException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.felix.hc.api.Result;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders in, states out, on the thread {@code tidegate-update-mqtt}. A message is acknowledged when
 * its order is on the desk's disk; a state leaves our disk when the broker has acknowledged it.
 */
final class Post implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Post.class);
  private static final long STOP_MS = 1_500;

  private final MqttSettings settings;
  private final Path file;
  private final Supplier<Optional<UpdateDesk>> desk;
  private final Supplier<Optional<KeyRing>> keys;
  private final Clock clock;
  private final ScheduledExecutorService thread;
  private final Queue<UpdateView> heard = new ConcurrentLinkedQueue<>();
  private volatile Result health =
      new Result(Result.Status.WARN, "There was no connection to the broker yet.");

  // the thread's own
  private Outbox outbox;
  private Wire wire;
  private Ear ear;
  private long pauseMs;
  private String lastFailure = "";
  private long unfit;

  Post(
      MqttSettings settings,
      Path home,
      Supplier<Optional<UpdateDesk>> desk,
      Supplier<Optional<KeyRing>> keys,
      Clock clock) {
    this.settings = settings;
    this.file = home.resolve("data/update-mqtt/outbox.json");
    this.desk = desk;
    this.keys = keys;
    this.clock = clock;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "tidegate-update-mqtt");
              worker.setDaemon(true);
              worker.setContextClassLoader(null);
              return worker;
            });
    // not every gateway of a fleet at the same moment after a power failure
    long most = settings.pace().backOffMin().toMillis();
    again(ThreadLocalRandom.current().nextLong(most + 1));
  }

  Result health() {
    return health;
  }

  /** Any thread; returns at once. */
  void changed(UpdateView view) {
    heard.add(view);
    later(
        () -> {
          takeIn();
          drain();
        });
  }

  /** Whose steps they were. */
  private Set<String> takeIn() throws IOException {
    Set<String> orders = new HashSet<>();
    for (UpdateView view = heard.poll(); view != null; view = heard.poll()) {
      put(view);
      orders.add(view.id());
    }
    return orders;
  }

  /** Work that may find the connection broken. */
  private interface Work {
    void run() throws IOException, BrokenException;
  }

  private void later(Work work) {
    try {
      thread.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("Stopping");
    }
  }

  private void guarded(Work work) {
    try {
      if (outbox == null) {
        outbox = Outbox.read(file);
      }
      work.run();
    } catch (BrokenException e) {
      lost(e.getMessage(), e.refused());
    } catch (IOException e) {
      LOG.error("MQTT: the outbox cannot be written", e);
      lost("The outbox cannot be written: " + e.getMessage(), true);
    } catch (RuntimeException e) {
      LOG.error("MQTT: unexpected", e);
      lost("Unexpected: " + e.getMessage(), false);
    }
  }

  private void again(long ms) {
    try {
      var unused = thread.schedule(() -> guarded(this::connect), ms, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Stopping");
    }
  }

  private void connect() throws IOException, BrokenException {
    if (wire != null) {
      return;
    }
    ear = new Ear();
    wire = Wire.open(settings, keys, ear);
    pauseMs = 0;
    if (!lastFailure.isEmpty()) {
      LOG.info("MQTT: connected to {}", settings.broker());
    }
    lastFailure = "";
    healthy();
    desk.get().flatMap(UpdateDesk::current).ifPresent(this::answerQuietly);
    drain();
  }

  private void answerQuietly(UpdateView view) {
    try {
      answer(view);
    } catch (IOException e) {
      LOG.error("MQTT: the outbox cannot be written", e);
    }
  }

  /**
   * What the desk answered is as old as its answer: steps that it told of meanwhile go first, and
   * where there were any of this order, the last of them says as much or more.
   */
  private void answer(UpdateView view) throws IOException {
    if (!takeIn().contains(view.id())) {
      put(view);
    }
  }

  private void put(UpdateView view) throws IOException {
    String step = view.step() + (view.approvable() ? " approvable" : "");
    if (!outbox.told(view.id()).equals(step)) {
      outbox.put(view.id(), step, Words.state(view, clock.instant()));
    }
  }

  private void drain() throws IOException, BrokenException {
    if (wire == null) {
      return;
    }
    for (Optional<byte[]> next = outbox.next(); next.isPresent(); next = outbox.next()) {
      wire.publish(settings.root() + "/state", next.get());
      outbox.acknowledged();
    }
    healthy();
  }

  private void healthy() {
    String refused = unfit == 0 ? "" : " " + unfit + " messages were no orders.";
    boolean noDesk = desk.get().isEmpty();
    health =
        noDesk
            ? new Result(Result.Status.WARN, "There is no updater that takes what comes.")
            : new Result(Result.Status.OK, "Connected to " + settings.broker() + "." + refused);
  }

  private void lost(String sentence, boolean refused) {
    if (wire != null) {
      wire.close();
      wire = null;
    }
    ear = null;
    long min = settings.pace().backOffMin().toMillis();
    pauseMs =
        Math.min(
            settings.pace().backOffMax().toMillis(),
            ThreadLocalRandom.current().nextLong(min, Math.max(pauseMs, min) * 3 + 1));
    if (!sentence.equals(lastFailure)) {
      LOG.warn("MQTT: {}; again in {} ms", sentence, pauseMs);
    }
    lastFailure = sentence;
    String waits =
        outbox == null || outbox.size() == 0 ? "" : " " + outbox.size() + " states wait.";
    health =
        new Result(
            refused ? Result.Status.CRITICAL : Result.Status.WARN,
            "%s; again in %d s.%s".formatted(sentence, pauseMs / 1000 + 1, waits));
    again(pauseMs);
  }

  private void arrived(Ear from, String topic, MqttMessage message)
      throws IOException, BrokenException {
    if (from != ear || wire == null) {
      return; // of a connection that is gone: the broker brings it again
    }
    Optional<UpdateDesk> now = desk.get();
    if (now.isEmpty()) {
      // not acknowledged: it comes again with the next connection
      lost("There is no updater that takes what comes", false);
      return;
    }
    try {
      take(topic.substring(topic.lastIndexOf('/') + 1), message, now.get());
    } catch (UnfitException e) {
      unfit++;
      LOG.warn("MQTT: refused a message on {}: {}", topic, e.getMessage());
      if (!e.id().isEmpty() && !message.isRetained()) {
        outbox.put(Words.refusal(e.id(), "", e.getMessage(), clock.instant()));
      }
    }
    wire.done(message);
    drain();
  }

  private void take(String what, MqttMessage message, UpdateDesk now)
      throws UnfitException, IOException {
    String id = "";
    try {
      switch (what) {
        case "order" -> {
          UpdateOrder order = Words.order(message.getPayload());
          id = order.id();
          if (outbox.knows(id) && now.find(id).isEmpty()) {
            LOG.info("MQTT: order {} was carried out long ago", id);
            return;
          }
          answer(now.order(order));
        }
        case "approve" -> {
          id = Words.about(message.getPayload());
          answer(now.approve(id));
        }
        case "cancel" -> {
          id = Words.about(message.getPayload());
          answer(now.cancel(id));
        }
        default -> throw new UnfitException("", "Nobody has asked for it.");
      }
    } catch (UpdateRefusedException e) {
      boolean again = message.isRetained() && e.code() != UpdateCode.BUSY;
      LOG.info("MQTT: {} {} refused: {} {}", what, id, e.code(), e.getMessage());
      if (!again) {
        outbox.put(Words.refusal(id, e.code().name(), e.getMessage(), clock.instant()));
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)) {
        LOG.error("MQTT: its thread does not end");
      } else {
        keepTheRest();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Wire last = wire;
    if (last != null) {
      last.close();
    }
    if (!(settings.tls().keys().isEmpty() && settings.tls().trusted().isEmpty())) {
      keys.get().ifPresent(ring -> ring.forget(settings.tls()));
    }
  }

  /** What was heard and not put down while the thread waited for the broker. */
  private void keepTheRest() {
    if (!heard.isEmpty()) {
      try {
        if (outbox == null) {
          outbox = Outbox.read(file);
        }
        takeIn();
      } catch (IOException e) {
        LOG.error("MQTT: the outbox cannot be written", e);
      }
    }
  }

  /** What Paho's threads tell of one connection; everything is done on ours. */
  private final class Ear implements MqttCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {
      String why = response == null ? "" : ": " + response;
      later(
          () -> {
            if (this == ear) {
              throw new BrokenException(
                  "The connection to " + settings.broker() + " was lost" + reason(why),
                  false,
                  null);
            }
          });
    }

    private String reason(String why) {
      return why.length() > 200 ? why.substring(0, 200) : why;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      later(() -> arrived(this, topic, message));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      LOG.info("MQTT: {}", String.valueOf(exception));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String uri) {}

    @Override
    public void authPacketArrived(int reason, MqttProperties properties) {}
  }
}
