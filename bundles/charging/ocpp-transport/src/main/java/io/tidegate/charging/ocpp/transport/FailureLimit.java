package io.tidegate.charging.ocpp.transport;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/** Refused passwords an address and minute. Thread-safe, bounded. */
final class FailureLimit {
  static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST = 10_000;

  private final Bounded<InetAddress, Window> windows = new Bounded<>(MOST);

  private record Window(long since, int failures) {}

  /** True when the address has used up its failures for this minute. */
  synchronized boolean exceeded(InetAddress address, long now, int most) {
    Window window = windows.get(address);
    return window != null && now - window.since < WINDOW_NANOS && window.failures >= most;
  }

  synchronized void count(InetAddress address, long now) {
    Window window = windows.get(address);
    boolean running = window != null && now - window.since < WINDOW_NANOS;
    windows.put(
        address, running ? new Window(window.since, window.failures + 1) : new Window(now, 1));
  }
}
