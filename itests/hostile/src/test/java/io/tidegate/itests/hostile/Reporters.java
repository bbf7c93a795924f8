package io.tidegate.itests.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A hundred good stations, each of which says something every 200 ms whatever the gateway does; the
 * time to the answer counts from the moment that it was due.
 */
final class Reporters implements AutoCloseable {
  static final int COUNT = 100;
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final List<HostileStation> stations = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Long> window = new ArrayList<>();
  private volatile boolean ended;
  private volatile String trouble = "";

  Reporters(Scene scene) throws IOException {
    for (int i = 0; i < COUNT; i++) {
      stations.add(scene.booted());
    }
    long begin = System.nanoTime();
    for (int i = 0; i < COUNT; i++) {
      HostileStation station = stations.get(i);
      long first = begin + PERIOD_NANOS * i / COUNT;
      Thread thread = new Thread(null, () -> report(station, first), "reporter", 128 * 1024);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private void report(HostileStation station, long first) {
    try {
      for (long due = first; !ended; due += PERIOD_NANOS) {
        long wait = due - System.nanoTime();
        if (wait > 0) {
          TimeUnit.NANOSECONDS.sleep(wait);
        }
        station.call("StatusNotification", station.version().status());
        long nanos = System.nanoTime() - due;
        station.drain(call -> {});
        synchronized (window) {
          window.add(nanos);
        }
      }
    } catch (IOException | InterruptedException | AssertionError e) {
      if (!ended) {
        trouble = station.identity() + ": " + e;
      }
    }
  }

  /** The p99 of what is answered while something is done, ms. */
  double p99While(Work work) throws Exception {
    synchronized (window) {
      window.clear();
    }
    work.run();
    long[] nanos;
    synchronized (window) {
      nanos = window.stream().mapToLong(Long::longValue).toArray();
    }
    if (nanos.length < COUNT || !trouble.isEmpty()) {
      throw new AssertionError("good stations are not served: " + nanos.length + " " + trouble);
    }
    Arrays.sort(nanos);
    return nanos[(int) Math.min(nanos.length - 1L, Math.round(nanos.length * 0.99))] / 1e6;
  }

  /** Something that takes a while. */
  interface Work {
    void run() throws Exception;
  }

  @Override
  public void close() throws Exception {
    ended = true;
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    }
    for (HostileStation station : stations) {
      station.close();
    }
  }
}
