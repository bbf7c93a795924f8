package io.tidegate.host.kura.driver;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelEvent;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.type.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Channels that want to be told. Their listeners are Kura's and may take their time: they are
 * called on a thread of their own, with the newest decision only, when a value has changed. Without
 * listeners there is no thread.
 */
final class Watchers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);
  private static final int MOST = 10_000;

  private final Reader reader;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private ExecutorService thread;

  /** Fills a record in. */
  interface Reader {
    void read(ChannelRecord record);
  }

  Watchers(Reader reader) {
    this.reader = reader;
  }

  /** One channel of one listener; {@code last} is used by the thread only. */
  private static final class Watcher {
    private final ChannelListener listener;
    private final Map<String, Object> configuration;
    private String last = "";

    Watcher(ChannelListener listener, Map<String, Object> configuration) {
      this.listener = listener;
      this.configuration = configuration;
    }
  }

  /**
   * @throws IllegalArgumentException with a sentence when there are too many
   */
  synchronized void add(Map<String, Object> configuration, ChannelListener listener) {
    if (watchers.size() >= MOST) {
      throw new IllegalArgumentException("more than " + MOST + " channels want to be told");
    }
    watchers.add(new Watcher(listener, Map.copyOf(configuration)));
    if (thread == null) {
      thread =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread worker = new Thread(task, "tidegate-kura-driver");
                worker.setDaemon(true);
                return worker;
              });
    }
  }

  synchronized void remove(ChannelListener listener) {
    watchers.removeIf(watcher -> watcher.listener.equals(listener));
    if (watchers.isEmpty()) {
      close();
    }
  }

  /** There is news; returns at once. */
  synchronized void wake() {
    if (thread != null && woken.compareAndSet(false, true)) {
      thread.execute(this::tell);
    }
  }

  private void tell() {
    woken.set(false);
    for (Watcher watcher : watchers) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      try {
        tell(watcher);
      } catch (RuntimeException e) {
        LOG.warn("Channel {}: its listener failed", watcher.configuration.get("+name"), e);
      }
    }
  }

  private void tell(Watcher watcher) {
    Object name = watcher.configuration.get("+name");
    Object type = watcher.configuration.get("+value.type");
    ChannelRecord record =
        ChannelRecord.createReadRecord(
            Objects.toString(name, ""), DataType.valueOf(Objects.toString(type, "DOUBLE")));
    record.setChannelConfig(watcher.configuration);
    reader.read(record);
    String now =
        record.getChannelStatus().getChannelFlag()
            + " "
            + (record.getValue() == null ? "" : record.getValue().getValue());
    if (!now.equals(watcher.last)) {
      watcher.last = now;
      watcher.listener.onChannelEvent(new ChannelEvent(record));
    }
  }

  @Override
  public synchronized void close() {
    watchers.clear();
    woken.set(false);
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }
}
