package io.tidegate.core.keys;

import io.tidegate.api.journal.StateStore;
import io.tidegate.api.security.SecurityEvent;
import io.tidegate.api.security.SecurityLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the latest {@value #MOST} security events in the state store. A stranger who knocks a
 * thousand times is one event with a count; new ones are taken at {@value #A_SECOND} a second at
 * most, the rest of their kind are counted together. Thread-safe; reads the store once on a thread
 * that ends then.
 */
@Component(name = "io.tidegate.core.keys.events", service = SecurityLog.class, immediate = true)
public final class EventLog implements SecurityLog {
  static final String SPACE = "security-events";
  static final int MOST = 1_000;
  static final int A_SECOND = 20;
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final Duration TOGETHER = Duration.ofMinutes(1);
  private static final int MOST_NAME = 50;
  private static final int MOST_DETAIL = 255;
  private static final long STOP_MS = 1_500;

  private final StateStore store;
  private final InstantSource clock;
  private final Thread reader;
  private final NavigableMap<Long, SecurityEvent> events = new TreeMap<>();
  private final Map<Kind, Long> recent =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Long> eldest) {
          return size() > MOST;
        }
      };
  private long next;
  private Instant second = Instant.EPOCH;
  private int inSecond;
  private boolean failing;

  /** What is counted as one. */
  private record Kind(String type, String station, String host) {}

  @Activate
  public EventLog(@Reference StateStore store) {
    this(store, InstantSource.system());
  }

  EventLog(StateStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    // above all numbers of earlier lives, without having read them
    this.next = clock.instant().toEpochMilli();
    this.reader = new Thread(this::load, "tidegate-keys-events");
    reader.setDaemon(true);
    reader.start();
  }

  @Deactivate
  void deactivate() {
    reader.interrupt();
    try {
      reader.join(STOP_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void load() {
    try {
      Map<String, byte[]> stored = store.all(SPACE);
      synchronized (this) {
        stored.values().forEach(bytes -> EventText.read(bytes).ifPresent(this::old));
        trim();
      }
    } catch (RuntimeException e) {
      LOG.error("Earlier security events could not be read", e);
    }
  }

  private void old(SecurityEvent event) {
    events.putIfAbsent(event.number(), event);
    next = Math.max(next, event.number() + 1);
  }

  @Override
  public synchronized void raise(String type, String station, String remote, String detail) {
    Instant now = clock.instant();
    String name = EventText.clean(type, MOST_NAME);
    String who = EventText.clean(station, MOST_NAME);
    String from = EventText.clean(remote, MOST_NAME);
    Kind kind = new Kind(name, who, host(from));
    Optional<SecurityEvent> same = running(kind, now);
    if (same.isEmpty() && !granted(now)) {
      kind = new Kind(name, "", "");
      same = running(kind, now);
      who = "";
      from = "";
    }
    if (same.isPresent()) {
      again(same.get(), now);
      return;
    }
    SecurityEvent event =
        new SecurityEvent(
            next++, name, who, from, EventText.clean(detail, MOST_DETAIL), now, now, 1);
    LOG.warn("Security event {} {} {}: {}", name, who, from, event.detail());
    recent.put(kind, event.number());
    keep(event);
    trim();
  }

  private static String host(String remote) {
    int colon = remote.lastIndexOf(':');
    return colon < 0 ? remote : remote.substring(0, colon);
  }

  private Optional<SecurityEvent> running(Kind kind, Instant now) {
    return Optional.ofNullable(recent.get(kind))
        .map(events::get)
        .filter(e -> Duration.between(e.last(), now).compareTo(TOGETHER) < 0);
  }

  private boolean granted(Instant now) {
    if (Duration.between(second, now).abs().toMillis() >= 1_000) {
      second = now;
      inSecond = 0;
    }
    return ++inSecond <= A_SECOND;
  }

  /** Written down at 2, 4, 8 … so that a storm costs the disk next to nothing. */
  private void again(SecurityEvent e, Instant now) {
    SecurityEvent more =
        new SecurityEvent(
            e.number(),
            e.type(),
            e.station(),
            e.remote(),
            e.detail(),
            e.first(),
            now,
            e.count() + 1);
    if (Long.bitCount(more.count()) == 1) {
      keep(more);
    } else {
      events.put(more.number(), more);
    }
  }

  private void keep(SecurityEvent event) {
    events.put(event.number(), event);
    put(event.number(), EventText.write(event));
  }

  private void trim() {
    while (events.size() > MOST) {
      put(events.pollFirstEntry().getKey(), null);
    }
  }

  private void put(long number, byte[] value) {
    store.put(SPACE, Long.toString(number), value).whenComplete((done, failure) -> said(failure));
  }

  private synchronized void said(Throwable failure) {
    if (failure != null && !failing) {
      LOG.error("Security events are not durable: {}", failure.getMessage());
    }
    failing = failure != null;
  }

  @Override
  public synchronized List<SecurityEvent> latest(int most) {
    List<SecurityEvent> newest = new ArrayList<>();
    for (SecurityEvent event : events.descendingMap().values()) {
      if (newest.size() >= most) {
        break;
      }
      newest.add(event);
    }
    return newest;
  }
}
