package io.tidegate.charging.secc;

import io.tidegate.api.control.Actuator;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.StationCommands;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.PlcLink;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.hc.api.HealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the units live: one thread {@code tidegate-secc} looks at all of them every 10 ms while
 * there is any; devices are spoken to by short-lived threads {@code tidegate-secc-hand-n}, at most
 * one an EVSE. Any thread.
 */
final class Floor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Floor.class);

  /** Names the actuator of all stations of our own. */
  static final String ACTUATOR = "secc";

  private static final long TICK_MS = 10;
  private static final long IDLE_S = 5;
  private static final long END_MS = 1_000;
  private static final long LET_GO_MS = 500;

  private final Registry registry;
  private final Devices devices = new Devices();
  private final Courier courier = new Courier();
  private final Books books = new Books();
  private final Memory memory = new Memory();
  private final Offices offices = new Offices(InstantSource.system());
  private final ThreadPoolExecutor pool;
  private final Tokens tokens;
  private final Surroundings around;
  private final Map<EvseId, PlcLink> links = new ConcurrentHashMap<>();
  private final AtomicInteger contracts = new AtomicInteger();
  private final List<Resident> residents = new CopyOnWriteArrayList<>();
  private final Recovery recovery;
  private volatile Optional<SiteModel> site = Optional.empty();
  private ScheduledThreadPoolExecutor clock;
  private final List<Runnable> offered = new ArrayList<>();

  Floor(Registry registry, Path idTokens) {
    this.registry = registry;
    AtomicInteger hands = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_S,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            daemons(() -> "tidegate-secc-hand-" + hands.incrementAndGet()));
    tokens = new Tokens(idTokens, pool);
    around =
        new Surroundings(
            devices,
            pool,
            courier,
            books,
            tokens,
            memory,
            offices,
            () -> site,
            evse -> Optional.ofNullable(links.get(evse)),
            () -> contracts.get() > 0);
    recovery = new Recovery(books, memory);
  }

  private static ThreadFactory daemons(java.util.function.Supplier<String> name) {
    return task -> {
      Thread thread = new Thread(task, name.get());
      thread.setDaemon(true);
      return thread;
    };
  }

  Devices devices() {
    return devices;
  }

  Offices offices() {
    return offices;
  }

  Books books() {
    return books;
  }

  Memory memory() {
    return memory;
  }

  Tokens tokens() {
    return tokens;
  }

  void contracts(int more) {
    contracts.addAndGet(more);
  }

  void add(PlcLink link) {
    links.put(link.evse(), link);
  }

  void remove(PlcLink link) {
    links.remove(link.evse(), link);
  }

  void bind(SiteInbox inbox) {
    courier.bind(inbox);
    announce();
  }

  void unbind(SiteInbox inbox) {
    courier.unbind(inbox);
  }

  void site(SiteModel model) {
    site = Optional.of(model);
    announce();
  }

  /** The site is told of everything there is. */
  private void announce() {
    List<Unit> units = units();
    for (StationId station : stations()) {
      courier.deliver(new SiteInput.StationOnline(station, ACTUATOR));
    }
    units.forEach(unit -> unit.command(List.of(new Command.TellAgain())));
  }

  /** Stations of our own, as far as the site file has them. */
  Set<StationId> stations() {
    Set<StationId> stations = new TreeSet<>();
    units().forEach(u -> u.spec().map(EvseSpec::station).ifPresent(stations::add));
    return stations;
  }

  List<Unit> units() {
    List<Unit> units = new ArrayList<>();
    for (Resident resident : residents) {
      resident.unit().ifPresent(units::add);
    }
    return units;
  }

  Optional<Unit> unit(EvseId evse) {
    return units().stream().filter(u -> u.id().equals(evse)).findFirst();
  }

  /** A setpoint for an EVSE that nobody has here. */
  void absent(Setpoint setpoint) {
    courier.deliver(
        new SiteInput.SetpointOutcome(setpoint.evse(), setpoint.id(), SiteInput.Outcome.NOT_SENT));
  }

  // EVSEs come and go

  /** An EVSE by its configuration. */
  private static final class Resident {
    private final EvseComponent component;
    private final Runnable check;
    private volatile Optional<Unit> unit = Optional.empty();
    private Runnable service = () -> {};

    Resident(EvseComponent component, Runnable check) {
      this.component = component;
      this.check = check;
    }

    Optional<Unit> unit() {
      return unit;
    }
  }

  synchronized void add(EvseComponent component) {
    UnitHealth health = new UnitHealth(component, () -> unitOf(component), this::spot);
    String name = component.settings().map(s -> s.evse().value()).orElseGet(component::pid);
    Runnable check =
        registry.offer(
            HealthCheck.class,
            health,
            Map.of(HealthCheck.NAME, "evse " + name, HealthCheck.TAGS, "tidegate"));
    Resident resident = new Resident(component, check);
    residents.add(resident);
    component.onChange(() -> refresh(resident));
    refresh(resident);
  }

  private Optional<Unit> unitOf(EvseComponent component) {
    return residents.stream()
        .filter(r -> r.component == component)
        .findFirst()
        .flatMap(Resident::unit);
  }

  /** What is wrong with the surroundings of an EVSE; empty when nothing is. */
  private String spot(Unit unit) {
    if (unit.spec().isEmpty()) {
      return "config/site.yaml does not list EVSE " + unit.id() + ": no power";
    }
    if (!offices.refused().isEmpty()) {
      return "bundle " + offices.refused().get(0) + " poses as the safety envelope; it is ignored";
    }
    return "";
  }

  private synchronized void refresh(Resident resident) {
    Optional<UnitSettings> wanted = resident.component.settings();
    boolean same =
        wanted.isEmpty()
            || resident.unit.map(Unit::settings).filter(wanted.get()::equals).isPresent();
    if (same || !residents.contains(resident)) {
      return;
    }
    end(resident, "its configuration has changed");
    Optional<Unit> other = unit(wanted.get().evse());
    if (other.isPresent()) {
      LOG.error("EVSE {} is configured twice; the first stands", wanted.get().evse());
      return;
    }
    Unit unit = new Unit(wanted.get(), around);
    resident.unit = Optional.of(unit);
    begin();
    resident.service =
        registry.offer(EvseUnit.class, unit, Map.of(EvseUnit.PROPERTY, unit.id().value()));
    announce();
  }

  private void begin() {
    if (clock != null) {
      return;
    }
    clock = new ScheduledThreadPoolExecutor(1, daemons(() -> "tidegate-secc"));
    var unused = clock.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    Map<String, String> name = Map.of(Actuator.NAME, ACTUATOR);
    StationDesk desk = new StationDesk(this, tokens);
    offered.add(registry.offer(Actuator.class, desk, name));
    offered.add(registry.offer(StationCommands.class, desk, name));
  }

  synchronized void remove(EvseComponent component) {
    component.onChange(() -> {});
    for (Resident resident : residents) {
      if (resident.component == component) {
        end(resident, "it is not configured any more");
        resident.check.run();
      }
    }
    residents.removeIf(resident -> resident.component == component);
    if (units().isEmpty()) {
      rest();
    }
  }

  private void end(Resident resident, String why) {
    if (resident.unit.isEmpty()) {
      return;
    }
    Unit unit = resident.unit.get();
    resident.service.run();
    Optional<StationId> station = unit.spec().map(EvseSpec::station);
    unit.command(List.of(new Command.Stop(why)));
    letGo(unit);
    resident.unit = Optional.empty();
    recovery.forget(unit.id());
    if (station.isPresent() && !stations().contains(station.get())) {
      courier.deliver(new SiteInput.StationOffline(station.get()));
    }
  }

  /** Waits a moment until contactor and supply are told to let go. */
  private static void letGo(Unit unit) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LET_GO_MS);
    while (!unit.settled() && System.nanoTime() - deadline < 0 && !Thread.interrupted()) {
      unit.tick();
      java.util.concurrent.locks.LockSupport.parkNanos(TICK_MS * 1_000_000);
    }
  }

  private void rest() {
    offered.forEach(Runnable::run);
    offered.clear();
    if (clock != null) {
      clock.shutdownNow();
      await(clock);
      clock = null;
    }
  }

  private void tick() {
    long now = System.nanoTime();
    for (Unit unit : units()) {
      try {
        unit.tick();
        if (recovery.due(unit, now)) {
          pool.execute(() -> recovery.run(unit));
        }
      } catch (RuntimeException e) {
        LOG.error("EVSE {}: a step failed; it goes on with the next", unit.id(), e);
      }
    }
    courier.again();
    books.again(now);
  }

  @Override
  public synchronized void close() {
    for (Resident resident : residents) {
      end(resident, "the gateway's SECC stops");
      resident.check.run();
    }
    residents.clear();
    rest();
    pool.shutdown();
    await(pool);
  }

  private static void await(ThreadPoolExecutor threads) {
    try {
      if (!threads.awaitTermination(END_MS, TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
