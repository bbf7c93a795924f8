package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.journal.StateStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One management system: what waits for it, and a link for each station that it is shown. On the
 * upstream's thread, but for what the health check reads.
 */
final class Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

  /** Errors that another attempt may not meet again. */
  private static final Set<String> PASSING =
      Set.of("InternalError", "GenericError", "SecurityError", "ProtocolError");

  private final Hub hub;
  private final Backlog backlog;
  private final Transactions transactions;
  private final Caps caps;
  private final Announcer announcer;
  private final Orders orders;
  private final Map<String, Link> links = new ConcurrentHashMap<>();
  private volatile UpstreamSettings settings;
  private volatile boolean loaded;
  private volatile int waiting;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  Upstream(Hub hub, UpstreamSettings settings, StateStore store) {
    this.hub = hub;
    this.settings = settings;
    this.backlog = new Backlog(settings.name(), store, this::gaveWay);
    this.transactions = new Transactions(settings.name(), store);
    this.caps = new Caps(settings.name(), store);
    this.announcer = new Announcer(this);
    this.orders = new Orders(this);
  }

  /** What was kept before the start. */
  record Kept(List<Entry> entries, Map<String, List<Caps.Held>> caps) {}

  /** Blocks: not on the upstream's thread. */
  Kept read() {
    transactions.load();
    return new Kept(backlog.read(), caps.load(hub.protocols()));
  }

  void begin(Kept kept) {
    backlog.restore(kept.entries());
    caps.restore(kept.caps());
    loaded = true;
    count();
    backlog.stations().forEach(this::lookAt);
  }

  String name() {
    return settings.name();
  }

  UpstreamSettings settings() {
    return settings;
  }

  /** Another configuration under the same name: what waits goes on waiting. */
  void settings(UpstreamSettings newer) {
    settings = newer;
    List.copyOf(links.values()).forEach(l -> l.end("its configuration has changed"));
    backlog.stations().forEach(this::lookAt);
  }

  Hub hub() {
    return hub;
  }

  Backlog backlog() {
    return backlog;
  }

  Transactions transactions() {
    return transactions;
  }

  Caps caps() {
    return caps;
  }

  Announcer announcer() {
    return announcer;
  }

  Orders orders() {
    return orders;
  }

  /** A transaction has ended, and what it was limited to. */
  void ended(String station, Sessions.Word word) {
    boolean any =
        caps.clear(
            station,
            h ->
                h.cap().purpose() == Cap.Purpose.TRANSACTION
                    && h.cap()
                        .transaction()
                        .map(word.transaction()::equals)
                        .orElse(word.evse().orElse(h.cap().evse()) == h.cap().evse()));
    if (any) {
      hub.ceilings().look(this);
    }
  }

  /** The subprotocol that a station's link needs now; empty when it needs none. */
  String wanted(String station) {
    if (!settings.shows(station) || !loaded) {
      return "";
    }
    return backlog
        .head(station)
        .map(Entry::subprotocol)
        .or(() -> hub.station(station).map(m -> m.peer().subprotocol()))
        .orElse("");
  }

  /** A station has come or gone, or something waits for it. */
  void lookAt(String station) {
    String wanted = wanted(station);
    Link link = links.get(station);
    if (link == null && !wanted.isEmpty()) {
      link = new Link(this, station, wanted);
      links.put(station, link);
    }
    if (link != null) {
      link.look();
    }
  }

  Optional<Link> link(String station) {
    return Optional.ofNullable(links.get(station));
  }

  /** The station has gone: in transparent mode the system hears of it at once (part 4 §6.3). */
  void gone(String station) {
    Link link = links.get(station);
    if (link != null && settings.mode() == Mode.TRANSPARENT && hub.station(station).isEmpty()) {
      link.end("the station has gone");
    }
    lookAt(station);
  }

  boolean ready(String station) {
    return link(station).filter(Link::ready).isPresent();
  }

  /** Keeps what a station has reported; completes when it is durable. */
  CompletionStage<Void> report(
      Mailbox station, String action, String payload, OptionalInt transaction) {
    String identity = station.peer().station().value();
    String subprotocol = station.peer().subprotocol();
    boolean late = action.equals("TransactionEvent") && !ready(identity);
    Entry entry =
        new Entry(
            backlog.sequence(),
            identity,
            subprotocol,
            action,
            late ? Splice.with(payload, "offline", "true") : payload,
            transaction);
    CompletionStage<Void> durable = backlog.add(entry, settings.store());
    count();
    lookAt(identity);
    return durable;
  }

  /** It has taken a message. */
  void acknowledged(Entry entry, String answer) {
    if (entry.subprotocol().equals("ocpp1.6")) {
      if (entry.transaction().isPresent()) {
        Splice.number(answer, "transactionId")
            .ifPresent(
                their ->
                    transactions.learn(entry.station(), entry.transaction().getAsInt(), their));
      }
      if (entry.action().equals("StopTransaction")) {
        Splice.number(entry.payload(), "transactionId")
            .ifPresent(ours -> transactions.forget(entry.station(), ours));
      }
    }
    countLater();
  }

  boolean mayAgain(Entry entry, String code) {
    return Matter.of(entry.action(), entry.payload()) == Matter.TRANSACTION
        && PASSING.contains(code);
  }

  /** It will not take a message: that is its word, and the message's end. */
  void refused(Entry entry, String code) {
    refused.incrementAndGet();
    LOG.warn(
        "ERR_UPSTREAM_REFUSED: upstream {} does not take {} of station {}: {}",
        name(),
        entry.action(),
        entry.station(),
        code.replaceAll("[^A-Za-z]", "?"));
    countLater();
  }

  private void gaveWay(Entry entry) {
    dropped.incrementAndGet();
  }

  /** It has accepted a boot that was remembered; the same one need not be said again. */
  void presented(String station, String boot) {
    backlog
        .head(station)
        .filter(e -> e.action().equals(Presentation.BOOT) && e.payload().equals(boot))
        .ifPresent(backlog::remove);
    count();
  }

  private void countLater() {
    hub.loop().execute(this::count);
  }

  private void count() {
    waiting = backlog.size();
  }

  void linked(Link link) {
    announcer.linked(link.station());
    count();
  }

  void unlinked(Link link) {
    orders.forget(link.station());
    hub.ceilings().look(this);
    boolean others =
        hub.upstreams(link.station()).stream()
            .anyMatch(
                u -> u != this && u.settings.mode() == Mode.TRANSPARENT && u.ready(link.station()));
    if (settings.mode() == Mode.TRANSPARENT && settings.closesWhenLost() && !others) {
      hub.station(link.station()).ifPresent(m -> m.close(GOING_AWAY, "upstream is lost"));
    }
  }

  private static final int GOING_AWAY = 1001;

  void forget(Link link) {
    links.remove(link.station(), link);
  }

  /** Ends; what waits is kept in the store. */
  void close() {
    loaded = false;
    List.copyOf(links.values()).forEach(l -> l.end("the gateway stops"));
  }

  /** Any thread. */
  Collection<Link> links() {
    return links.values();
  }

  /** Messages that wait; any thread. */
  int waiting() {
    return waiting;
  }

  /** Messages that it has refused since the start; any thread. */
  long refused() {
    return refused.get();
  }

  /** Messages that gave way since the start; any thread. */
  long dropped() {
    return dropped.get();
  }
}
