package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The safe share beneath all setpoints: the base profile of each EVSE. A station that does not take
 * it is asked again for as long as it is connected, 5 s later at first and every 5 min at last, and
 * the site is told that it cannot count on the share. What a station took before it booted or
 * reconnected counts for nothing: it may have lost it. Any thread.
 */
final class SafeShares {
  private static final Logger LOG = LoggerFactory.getLogger(SafeShares.class);
  private static final long FIRST_MS = 5_000;
  private static final long LONGEST_MS = Duration.ofMinutes(5).toMillis();
  private static final int MOST_DOUBLINGS = 6;

  /** A wait is shortened by up to this part, so that refused stations do not return together. */
  private static final int JITTER = 5;

  private final SiteModel model;
  private final Lines lines;
  private final Calls calls;
  private final Courier courier;
  private final Later later;
  private final InstantSource time;
  private final Shortcomings shortcomings;
  private final SetpointWriter writer;
  private final Map<EvseId, SiteInput.SafeShareReport> told = new ConcurrentHashMap<>();
  private final Set<EvseId> doubted = ConcurrentHashMap.newKeySet();
  private final Map<EvseId, Runnable> waiting = new ConcurrentHashMap<>();

  /** What it works with. */
  record Parts(
      SiteModel model,
      Lines lines,
      Calls calls,
      Courier courier,
      Later later,
      InstantSource time,
      Shortcomings shortcomings) {}

  SafeShares(Parts parts) {
    model = parts.model();
    lines = parts.lines();
    calls = parts.calls();
    courier = parts.courier();
    later = parts.later();
    time = parts.time();
    shortcomings = parts.shortcomings();
    writer = new SetpointWriter(model);
  }

  /** The station has just connected or booted: nothing is assured until it accepts again. */
  void begin(Line line) {
    for (EvseSpec evse : evses(line)) {
      line.evse(evse.number(), e -> e.based(Double.NaN));
      told.remove(evse.id());
      doubted.remove(evse.id());
      report(evse, false, "the station has not accepted it since it connected");
      send(line, evse, 1);
    }
  }

  /**
   * Another version of the dialect had the connection: its word stands, what is missing is sent.
   */
  void resume(Line line) {
    for (EvseSpec evse : evses(line)) {
      boolean assured = line.state().evse(evse.number()).baseLimitW() == evse.safeShareW();
      report(evse, assured, assured ? "accepted earlier on this connection" : "not yet accepted");
      if (!assured) {
        send(line, evse, 1);
      }
    }
  }

  void accepted(Line line, EvseSpec evse, double limitW) {
    line.evse(evse.number(), entry -> entry.based(limitW));
    if (limitW == evse.safeShareW() && current(line)) {
      stopWaiting(evse);
      if (doubted(evse.id())) {
        return;
      }
      shortcomings.baseInstalled(evse.id());
      report(evse, true, "accepted");
    }
  }

  /**
   * The station did not take it.
   *
   * @param attempt counts from 1
   * @param why for the operator
   */
  void refused(Line line, EvseSpec evse, int attempt, String why) {
    if (!current(line)) {
      return;
    }
    Duration wait = wait(line.station(), attempt);
    LOG.warn(
        "Station {}, EVSE {}: the safe share is not installed ({}); attempt {} follows in {} s",
        line.station(),
        evse.id(),
        why,
        attempt + 1,
        wait.toSeconds());
    line.evse(evse.number(), e -> e.based(Double.NaN));
    shortcomings.baseRefused(line.station(), evse.id(), attempt);
    report(evse, false, why);
    Runnable cancel = later.in(wait, () -> send(line, evse, attempt + 1));
    Runnable before = waiting.put(evse.id(), cancel);
    if (before != null) {
      before.run();
    }
  }

  /**
   * By its own word the station does not follow the share that it accepted. It gets it once more,
   * and is believed again when its word says so.
   */
  void contradicted(Line line, EvseSpec evse, String why) {
    if (!current(line)) {
      return;
    }
    LOG.warn(
        "Station {}, EVSE {}: the safe share does not hold: {}", line.station(), evse.id(), why);
    doubted.add(evse.id());
    line.evse(evse.number(), e -> e.based(Double.NaN));
    shortcomings.baseRefused(line.station(), evse.id(), 1);
    report(evse, false, why);
    send(line, evse, 1);
  }

  /** By its own word the station follows it. */
  void confirmed(Line line, EvseSpec evse) {
    if (doubted.remove(evse.id())) {
      LOG.info("Station {}, EVSE {}: the safe share holds again", line.station(), evse.id());
      accepted(line, evse, line.state().evse(evse.number()).baseLimitW());
    }
  }

  /** Whether the station has said that it does not follow what it accepted. */
  boolean doubted(EvseId evse) {
    return doubted.contains(evse);
  }

  /**
   * The station has dropped our profiles by itself.
   *
   * @param number of the EVSE; 0 for all
   */
  void lost(Line line, int number) {
    for (EvseSpec evse : evses(line)) {
      if (number == 0 || evse.number() == number) {
        LOG.warn(
            "Station {}, EVSE {}: the station has cleared the safe share; it is sent again",
            line.station(),
            evse.id());
        line.evse(evse.number(), e -> e.based(Double.NaN));
        report(evse, false, "the station has cleared it");
        send(line, evse, 1);
      }
    }
  }

  /** The connection is no longer ours. */
  void gone(Line line) {
    evses(line).forEach(this::stopWaiting);
  }

  /** How long to wait after an attempt that failed: 5 s doubling to 5 min, a little less each. */
  static Duration wait(StationId station, int attempt) {
    long whole = Math.min(LONGEST_MS, FIRST_MS << Math.min(attempt - 1, MOST_DOUBLINGS));
    int share = Math.floorMod(station.value().hashCode() * 0x9E3779B9, 1_000);
    return Duration.ofMillis(whole - whole * share / (1_000L * JITTER));
  }

  private void send(Line line, EvseSpec evse, int attempt) {
    if (!current(line)) {
      return;
    }
    stopWaiting(evse);
    Record request = writer.base(evse, line.state().clock(), time.instant());
    Note note = Note.base(evse.id().value(), evse.safeShareW(), attempt);
    if (!calls.ask(line, request, Urgency.CONTROL, "base/" + evse.id(), note)) {
      refused(line, evse, attempt, "it could not be sent: the mailbox refused it");
    }
  }

  private void stopWaiting(EvseSpec evse) {
    Runnable cancel = waiting.remove(evse.id());
    if (cancel != null) {
      cancel.run();
    }
  }

  /** What an older connection says late is nothing to go by. */
  private boolean current(Line line) {
    return lines.newest(line) && line.state().online();
  }

  private void report(EvseSpec evse, boolean assured, String detail) {
    SiteInput.SafeShareReport report = new SiteInput.SafeShareReport(evse.id(), assured, detail);
    if (!report.equals(told.put(evse.id(), report))) {
      Undelivered.log(courier.deliver(report), report);
    }
  }

  private List<EvseSpec> evses(Line line) {
    return model.evsesOf(line.station());
  }
}
