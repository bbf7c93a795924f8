package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.quantity.StationId;
import java.util.concurrent.TimeUnit;

/**
 * Holds off a station that comes back again and again after a few seconds: each admission soon
 * after the last one doubles the time to the next, up to a minute; a minute of rest forgives.
 * Others are not touched. Only authenticated arrivals count, so nobody can lock a station out
 * without its password. Thread-safe, bounded.
 */
final class ReconnectPacer {
  private static final long SOON = TimeUnit.SECONDS.toNanos(5);
  private static final long REST = TimeUnit.MINUTES.toNanos(1);
  private static final long FIRST = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_DOUBLINGS = 6;
  private static final int MOST = 20_000;

  private final Bounded<StationId, Arrival> arrivals = new Bounded<>(MOST);

  private record Arrival(long at, int strikes, long hold) {}

  /**
   * Admits the station now, or says how long it is held off, ns.
   *
   * @param free quick returns in a row that cost nothing
   */
  synchronized long admit(StationId station, long now, int free) {
    Arrival last = arrivals.get(station);
    if (last == null) {
      arrivals.put(station, new Arrival(now, 0, 0));
      return 0;
    }
    long since = now - last.at;
    if (since < last.hold) {
      return last.hold - since;
    }
    int strikes = since < last.hold + SOON ? last.strikes + 1 : since > REST ? 0 : last.strikes;
    int doublings = Math.min(strikes - free, MOST_DOUBLINGS);
    long hold = strikes == 0 || doublings < 0 ? 0 : Math.min(FIRST << doublings, REST);
    arrivals.put(station, new Arrival(now, strikes, hold));
    return 0;
  }
}
