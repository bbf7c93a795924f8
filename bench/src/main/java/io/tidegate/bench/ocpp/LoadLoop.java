package io.tidegate.bench.ocpp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * One thread with a part of the stations. The schedule is open: what is due is due, however the
 * server does. Less than a millisecond before the next message it does not sleep any more, so that
 * its own lateness stays out of the figures.
 */
final class LoadLoop {
  private static final int BUFFER_BYTES = 512 * 1024;
  private static final long STEP_MS = 5;

  private final LoadOptions options;
  private final StationKeys keys;
  private final AtomicInteger acceptedNow;
  private final String run;
  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final List<LoadStation> stations = new ArrayList<>();
  private final PriorityQueue<Retry> retries =
      new PriorityQueue<>(Comparator.comparingLong(Retry::at));
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  private final Set<String> asked = new HashSet<>();
  private Tally tally = new Tally();
  private long stepNanos;
  private long nextDue;
  private int turn;
  private boolean counting;
  private boolean relaxed;
  private boolean ended;

  private record Retry(long at, LoadStation station) {}

  /**
   * @param keys null without TLS
   * @param acceptedNow how many stations are accepted at the moment, of all loops
   * @param run distinguishes the ids of this run
   */
  LoadLoop(LoadOptions options, StationKeys keys, AtomicInteger acceptedNow, String run)
      throws IOException {
    this.options = options;
    this.keys = keys;
    this.acceptedNow = acceptedNow;
    this.run = run;
    this.selector = Selector.open();
  }

  /** Before it runs. */
  void add(int number) {
    stations.add(new LoadStation(this, number));
  }

  /** Does something on the loop's thread; completes when it is done. */
  CompletableFuture<Void> tell(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            task.run();
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    selector.wakeup();
    return done;
  }

  void connectAll(long since) {
    stations.forEach(station -> connect(station, since));
  }

  private static void connect(LoadStation station, long since) {
    try {
      station.connect(since);
    } catch (IOException | RuntimeException e) {
      station.fail(e);
    }
  }

  void resetAll() {
    retries.clear();
    stations.forEach(LoadStation::reset);
  }

  /** Messages become due from now on, evenly spread; 0: none any more. */
  void rate(double perSecond) {
    stepNanos = perSecond == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
    nextDue = System.nanoTime();
  }

  /**
   * From now on it sleeps for a millisecond rather than being early: it leaves the core to others.
   */
  void relax() {
    relaxed = true;
  }

  /** Whether a station is asked so for the first time; in tests only, since all ids are kept. */
  boolean first(String station, String id) {
    return !relaxed || asked.add(station + ' ' + id);
  }

  /** Counts anew. */
  void count(boolean on) {
    counting = on;
    if (on) {
      tally = new Tally();
    }
  }

  void end() {
    ended = true;
    stations.forEach(LoadStation::reset);
  }

  /** Until it is ended; the thread is this loop's own. */
  void loop() throws IOException {
    while (!ended) {
      select();
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      long now = System.nanoTime();
      while (!retries.isEmpty() && retries.peek().at <= now) {
        connect(retries.poll().station, now);
      }
      while (stepNanos > 0 && nextDue <= now) {
        stations.get(turn++ % stations.size()).due(nextDue);
        nextDue += stepNanos;
      }
    }
    selector.close();
  }

  private void select() throws IOException {
    long wait = STEP_MS;
    if (stepNanos > 0) {
      wait = Math.min(wait, TimeUnit.NANOSECONDS.toMillis(nextDue - System.nanoTime()));
    }
    if (relaxed) {
      wait = Math.max(1, wait);
    }
    int ready = wait > 0 ? selector.select(wait) : selector.selectNow();
    if (ready > 0) {
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.isValid()) {
          ((LoadStation) key.attachment()).selected();
        }
      }
      selector.selectedKeys().clear();
    }
  }

  /** Stations that wait for an answer or have something to say. */
  int busy() {
    return (int) stations.stream().filter(LoadStation::busy).count();
  }

  void readings(Map<String, Integer> into) {
    stations.forEach(station -> into.put(station.identity(), station.readings()));
  }

  void retry(LoadStation station, int millis) {
    long wait = TimeUnit.MILLISECONDS.toNanos(millis + random.nextInt(millis + 1));
    retries.add(new Retry(System.nanoTime() + wait, station));
  }

  void accepted(long nanos) {
    tally.accepted.add(nanos);
    acceptedNow.incrementAndGet();
  }

  void lost() {
    acceptedNow.decrementAndGet();
  }

  void answered(long nanos) {
    if (counting) {
      tally.answered++;
      tally.latency.add(nanos);
    }
  }

  Wire wire(SocketChannel channel, String identity) throws IOException {
    return keys == null
        ? new PlainWire(channel)
        : new TlsWire(channel, keys.engine(identity, options.url().getPort()));
  }

  LoadOptions options() {
    return options;
  }

  Selector selector() {
    return selector;
  }

  Tally tally() {
    return tally;
  }

  String run() {
    return run;
  }

  RandomGenerator random() {
    return random;
  }

  /** Empty, for one reading; of this thread. */
  ByteBuffer input() {
    return in.clear();
  }

  /** For one frame; of this thread. */
  ByteBuffer output() {
    return out;
  }
}
