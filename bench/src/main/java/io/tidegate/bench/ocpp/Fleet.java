package io.tidegate.bench.ocpp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** All stations of one run, over the threads of the generator. */
public final class Fleet implements AutoCloseable {
  private static final long POLL_MS = 2;
  private static final long TELL_S = 30;

  private final LoadOptions options;
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<LoadLoop> loops = new ArrayList<>();

  public Fleet(LoadOptions options) throws IOException, GeneralSecurityException {
    this.options = options;
    StationKeys keys = options.secure() ? keys(options) : null;
    String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + '-';
    for (int i = 0; i < options.threads(); i++) {
      loops.add(new LoadLoop(options, keys, accepted, run));
    }
    for (int n = 0; n < options.stations(); n++) {
      loops.get(n % loops.size()).add(n);
    }
    for (LoadLoop loop : loops) {
      Thread thread = new Thread(() -> run(loop), "load");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static StationKeys keys(LoadOptions options)
      throws GeneralSecurityException, IOException {
    Authority authority =
        Authority.load(
            options
                .authority()
                .orElseThrow(() -> new IllegalArgumentException("wss:// needs --authority")));
    StationKeys keys = new StationKeys(authority);
    for (int n = 0; n < options.stations(); n++) {
      keys.prepare(options.identity(n));
    }
    return keys;
  }

  private static void run(LoadLoop loop) {
    try {
      loop.loop();
    } catch (IOException e) {
      System.err.println("the generator itself failed: " + e);
    }
  }

  /**
   * How long it took until every station was accepted.
   *
   * @param accepted how many were, in the end
   */
  public record Arrival(double seconds, int accepted, Tally tally) {}

  /** All at once, without jitter. */
  public Arrival connect() throws InterruptedException {
    all(loop -> loop.count(true));
    long begin = System.nanoTime();
    for (LoadLoop loop : loops) {
      var unused = loop.tell(() -> loop.connectAll(begin));
    }
    long deadline = begin + TimeUnit.SECONDS.toNanos(options.timeoutS());
    while (accepted.get() < options.stations() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Arrival(seconds, accepted.get(), tally());
  }

  /** Every socket is reset; a moment later all are back at once. */
  Arrival storm() throws InterruptedException {
    all(LoadLoop::resetAll);
    TimeUnit.MILLISECONDS.sleep(options.pauseMs());
    return connect();
  }

  /** The rate asked for: first the warm-up, then the seconds that count. */
  Tally load() throws InterruptedException {
    all(loop -> loop.rate((double) options.rate() / loops.size()));
    TimeUnit.SECONDS.sleep(options.warmUpS());
    all(loop -> loop.count(true));
    TimeUnit.SECONDS.sleep(options.durationS());
    all(
        loop -> {
          loop.count(false);
          loop.rate(0);
        });
    return tally();
  }

  /**
   * The rate asked for from now on, counted from its first message, in steps of a millisecond: for
   * tests that share their cores with the server.
   */
  public void begin() throws InterruptedException {
    all(
        loop -> {
          loop.relax();
          loop.count(true);
          loop.rate((double) options.rate() / loops.size());
        });
  }

  /**
   * Nothing more becomes due; waits until all that was due is answered.
   *
   * @param most to wait: what is missing then is lost
   */
  public Tally finish(Duration most) throws InterruptedException {
    all(loop -> loop.rate(0));
    long deadline = System.nanoTime() + most.toNanos();
    AtomicInteger busy = new AtomicInteger(1);
    while (busy.get() > 0 && System.nanoTime() < deadline) {
      busy.set(0);
      all(loop -> busy.addAndGet(loop.busy()));
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    all(loop -> loop.count(false));
    return tally();
  }

  public int accepted() {
    return accepted.get();
  }

  /** How many meter readings each station has sent, by identity. */
  public Map<String, Integer> readings() throws InterruptedException {
    Map<String, Integer> readings = new ConcurrentHashMap<>();
    all(loop -> loop.readings(readings));
    return readings;
  }

  /** What was seen since the count began. */
  public Tally tally() throws InterruptedException {
    Tally sum = new Tally();
    all(
        loop -> {
          synchronized (sum) {
            sum.add(loop.tally());
          }
        });
    return sum;
  }

  private void all(Consumer<LoadLoop> what) throws InterruptedException {
    List<CompletableFuture<Void>> done =
        loops.stream().map(loop -> loop.tell(() -> what.accept(loop))).toList();
    for (CompletableFuture<Void> each : done) {
      try {
        each.get(TELL_S, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("the generator is stuck", e);
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    all(LoadLoop::end);
  }
}
