package io.tidegate.host.kura.driver;

import io.tidegate.api.control.DecisionListener;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.Policy;
import io.tidegate.api.control.SiteView;
import io.tidegate.codec.settings.LastGood;
import java.time.Duration;
import java.time.Instant;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.driver.ChannelDescriptor;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.driver.PreparedRead;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * The site as a driver of Kura: an asset's channels read EVSEs, vehicles, meters and nodes out of
 * the newest decision, and what is written becomes a {@link Requests request}. Reads touch no
 * device and never wait. Any thread.
 */
public final class SiteDriver implements Driver, ConfigurableComponent, DecisionListener {
  static final String PID = "io.tidegate.host.kura.driver";

  /** The loop decides once a second: older decisions say nothing of now. */
  private static final Duration OLDEST = Duration.ofSeconds(10);

  private static final String NO_LOOP = "the control loop has not decided for a while";

  private final LastGood<DriverSettings> settings = new LastGood<>(DriverSettings.read(Map.of()));
  private final Watchers watchers = new Watchers(this::readOne);
  private volatile SiteView view;
  private volatile Requests requests;
  private ServiceRegistration<Policy> policy;
  private ServiceRegistration<HealthCheck> health;
  private BundleContext context;

  /** Declarative Services calls it, as the component's XML says. */
  public void setView(SiteView view) {
    this.view = view;
  }

  /** Declarative Services calls it. */
  public void unsetView(SiteView gone) {
    if (gone.equals(view)) {
      view = null;
    }
  }

  /** Declarative Services calls it. */
  @SuppressWarnings("JdkObsolete") // services' properties are a Dictionary
  public synchronized void activate(BundleContext context, Map<String, Object> properties) {
    this.context = context;
    modified(properties);
    String name = String.valueOf(properties.getOrDefault("kura.service.pid", PID));
    health =
        context.registerService(
            HealthCheck.class,
            this::check,
            new Hashtable<String, Object>(
                Map.of(HealthCheck.NAME, "kura driver " + name, HealthCheck.TAGS, "tidegate")));
  }

  /** Declarative Services calls it. */
  public synchronized void modified(Map<String, Object> properties) {
    settings.offer(() -> DriverSettings.read(properties));
    DriverSettings now = settings.get();
    if (policy != null) {
      policy.unregister();
    }
    requests = new Requests(now.mandate(), now.priority(), now.hold(), System::nanoTime);
    policy = context.registerService(Policy.class, requests, null);
  }

  /** Declarative Services calls it. */
  public synchronized void deactivate() {
    watchers.close();
    policy.unregister();
    policy = null;
    health.unregister();
  }

  private Result check() {
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    Optional<Scene> scene = scene();
    if (scene.isEmpty()) {
      return new Result(Result.Status.WARN, "channels cannot be read: " + NO_LOOP);
    }
    String mandate = requests.mandate();
    return new Result(
        Result.Status.OK,
        scene.get().model().mandateSource(mandate).isPresent()
            ? "the site can be read; " + requests.count() + " requests of " + mandate
            : "the site can be read; nothing but limits can be written, the site file has no mandate "
                + mandate);
  }

  private Optional<Scene> scene() {
    SiteView loop = view;
    return Optional.ofNullable(loop)
        .flatMap(SiteView::latest)
        .filter(
            newest -> Duration.between(newest.picture().at(), Instant.now()).compareTo(OLDEST) < 0)
        .map(Scene::new);
  }

  /** There is nothing to connect to: the site is in this process. */
  @Override
  public void connect() {
    // the control loop may come later; until then reads fail with a sentence
  }

  /** What was written runs out by itself. */
  @Override
  public void disconnect() {
    // other assets may be using the driver
  }

  @Override
  public ChannelDescriptor getChannelDescriptor() {
    return new Descriptor();
  }

  @Override
  public void read(List<ChannelRecord> records) {
    records.forEach(this::readOne);
  }

  private void readOne(ChannelRecord record) {
    each(record, channel -> fill(record, sample(channel)));
  }

  private Sample sample(Channel channel) {
    Scene scene = scene().orElseThrow(() -> new IllegalArgumentException(NO_LOOP));
    return channel.point().request().isPresent()
        ? requests.read(channel, scene.now())
        : channel.point().read(scene, channel.subject());
  }

  private static void fill(ChannelRecord record, Sample sample) {
    if (!sample.present()) {
      throw new IllegalArgumentException(sample.missing());
    }
    record.setValue(Values.typed(record.getValueType(), sample.value()));
    record.setTimestamp(sample.at().toEpochMilli());
  }

  @Override
  public void write(List<ChannelRecord> records) {
    for (ChannelRecord record : records) {
      each(
          record,
          channel -> {
            Scene scene = scene().orElseThrow(() -> new IllegalArgumentException(NO_LOOP));
            requests.write(scene, channel, Values.number(record.getValue()));
            record.setTimestamp(scene.now().toEpochMilli());
          });
    }
  }

  /** One bad channel fails alone, with a sentence in its status. */
  private static void each(ChannelRecord record, Consumer<Channel> work) {
    try {
      work.accept(Channel.read(record.getChannelConfig()));
      record.setChannelStatus(new ChannelStatus(ChannelFlag.SUCCESS));
    } catch (IllegalArgumentException e) {
      record.setChannelStatus(
          new ChannelStatus(
              ChannelFlag.FAILURE, record.getChannelName() + ": " + e.getMessage(), null));
      record.setTimestamp(System.currentTimeMillis());
    }
  }

  @Override
  public void registerChannelListener(Map<String, Object> configuration, ChannelListener listener)
      throws ConnectionException {
    try {
      Channel.read(configuration);
      watchers.add(configuration, listener);
    } catch (IllegalArgumentException e) {
      throw new ConnectionException(e.getMessage());
    }
  }

  @Override
  public void unregisterChannelListener(ChannelListener listener) {
    watchers.remove(listener);
  }

  @Override
  public PreparedRead prepareRead(List<ChannelRecord> records) {
    List<ChannelRecord> prepared = List.copyOf(records);
    return new PreparedRead() {
      @Override
      public List<ChannelRecord> execute() {
        read(prepared);
        return prepared;
      }

      @Override
      public List<ChannelRecord> getChannelRecords() {
        return prepared;
      }

      @Override
      public void close() {
        // nothing is held
      }
    };
  }

  @Override
  public void decided(DecisionView newest) {
    watchers.wake();
  }
}
