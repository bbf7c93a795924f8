package io.tidegate.admin.rest;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong tokens a minute and address. Remembers the 1,024 addresses that failed last.
 * Thread-safe.
 */
final class Attempts {
  private static final int ADDRESSES = 1_024;
  private static final long WINDOW_NANOS = 60_000_000_000L;

  private final Map<String, Window> windows =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
          return size() > ADDRESSES;
        }
      };

  /** How many the address has failed in its present minute, this one included. */
  synchronized int fail(String address, long nowNanos) {
    Window window = windows.get(address);
    if (window == null || nowNanos - window.since() >= WINDOW_NANOS) {
      window = new Window(nowNanos, 0);
    }
    window = new Window(window.since(), window.count() + 1);
    windows.put(address, window);
    return window.count();
  }

  private record Window(long since, int count) {}
}
