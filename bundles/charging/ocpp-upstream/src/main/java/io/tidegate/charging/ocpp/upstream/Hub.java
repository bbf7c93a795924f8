package io.tidegate.charging.ocpp.upstream;

import io.netty.channel.EventLoop;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.connection.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** What all upstreams have in common: the thread, the stations that are there, ids. */
final class Hub {
  /** Names our own calls among the fates that a mailbox tells of. */
  static final String SCHEMA = "ocpp-upstream/1";

  private static final int RADIX = 36;
  private static final Duration ASK_AGAIN = Duration.ofSeconds(60);

  private final EventLoop loop;
  private final Dialer dialer;
  private final Memory memory;
  private final Protocols protocols;
  private final Downcalls downcalls;
  private final Ceilings ceilings;
  private final Sessions sessions = new Sessions();
  private volatile List<Upstream> upstreams = List.of();
  private final Map<String, Mailbox> stations = new ConcurrentHashMap<>();
  private final Map<String, Long> asked = new HashMap<>();
  private final AtomicLong number = new AtomicLong();
  // no id of an earlier start may come again, and none may look like a station's or a system's
  private final String prefix =
      "tg" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), RADIX) + "-";

  Hub(EventLoop loop, Dialer dialer, Memory memory, Ceilings ceilings) {
    this.ceilings = ceilings;
    this.loop = loop;
    this.dialer = dialer;
    this.memory = memory;
    this.protocols = new Protocols();
    this.downcalls = new Downcalls(this);
  }

  EventLoop loop() {
    return loop;
  }

  Dialer dialer() {
    return dialer;
  }

  Memory memory() {
    return memory;
  }

  Protocols protocols() {
    return protocols;
  }

  Downcalls downcalls() {
    return downcalls;
  }

  Ceilings ceilings() {
    return ceilings;
  }

  Sessions sessions() {
    return sessions;
  }

  String nextId() {
    return prefix + Long.toString(number.incrementAndGet(), RADIX);
  }

  /** Whether an id is one of {@link #nextId}; any thread. */
  boolean ours(String id) {
    return id.startsWith(prefix);
  }

  void add(Upstream upstream) {
    List<Upstream> sorted = new ArrayList<>(upstreams);
    sorted.add(upstream);
    sorted.sort(
        Comparator.comparingInt((Upstream u) -> u.settings().priority())
            .thenComparing(Upstream::name));
    upstreams = List.copyOf(sorted);
  }

  void remove(Upstream upstream) {
    upstreams = upstreams.stream().filter(u -> u != upstream).toList();
  }

  /** Those that a station is shown, the first to answer first; any thread. */
  List<Upstream> upstreams(String station) {
    return upstreams.stream().filter(u -> u.settings().shows(station)).toList();
  }

  List<Upstream> upstreams() {
    return upstreams;
  }

  /** The newest connection of an identity counts; any thread. */
  void opened(Mailbox mailbox) {
    stations.merge(
        mailbox.peer().station().value(),
        mailbox,
        (old, newer) -> old.peer().connection() > newer.peer().connection() ? old : newer);
  }

  void closed(Mailbox mailbox) {
    stations.remove(mailbox.peer().station().value(), mailbox);
  }

  /** Identities of the stations that are there. */
  Set<String> stations() {
    return Set.copyOf(stations.keySet());
  }

  Optional<Mailbox> station(String identity) {
    return Optional.ofNullable(stations.get(identity));
  }

  /** Sends a call of ours or of an upstream's to a station; false when it takes none now. */
  boolean call(Mailbox station, String id, String action, String payload, Duration timeout) {
    return station.call(
        new OutboundCall(
            id,
            action,
            payload,
            Urgency.ROUTINE,
            "",
            Duration.ZERO,
            timeout,
            Optional.empty(),
            new Slot(SCHEMA, new byte[0])));
  }

  /** Nobody knows how it booted: it is asked to say so again, once a minute at most. */
  void askToBoot(String identity) {
    Optional<Mailbox> mailbox = station(identity);
    long now = System.nanoTime();
    Long before = asked.get(identity);
    if (mailbox.isPresent() && (before == null || now - before > ASK_AGAIN.toNanos())) {
      asked.put(identity, now);
      boolean unused =
          call(
              mailbox.get(),
              nextId(),
              "TriggerMessage",
              "{\"requestedMessage\":\"BootNotification\"}",
              Duration.ofSeconds(30));
    }
  }
}
