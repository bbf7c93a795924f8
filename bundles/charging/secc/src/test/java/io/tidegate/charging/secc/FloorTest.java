package io.tidegate.charging.secc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Actuator;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.ClearanceOffice;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.StationCommands;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.GridConnection;
import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.NodeKind;
import io.tidegate.api.site.Phases;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units with their thread, their devices and a site, in real time. */
class FloorTest {
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();
  private static final EvseId E01 = new EvseId("E01");

  @TempDir Path home;

  private final Map<Class<?>, Object> offered = new ConcurrentHashMap<>();
  private final Map<String, EvseUnit> units = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<SiteInput> inputs = new ConcurrentLinkedQueue<>();
  private final Set<Clearance> issued = ConcurrentHashMap.newKeySet();
  private final FakeLedger ledger = new FakeLedger();
  private final FakeCharger charger = new FakeCharger("E01");
  private final EvseComponent component = component("E01", Map.of());
  private Floor floor;

  private record Paper(Setpoint setpoint) implements Clearance {}

  @BeforeEach
  void open() {
    Registry registry =
        new Registry(null) {
          @Override
          <T> Runnable offer(Class<T> type, T service, Map<String, String> properties) {
            if (service instanceof EvseUnit unit) {
              units.put(properties.get(EvseUnit.PROPERTY), unit);
              return () -> units.remove(properties.get(EvseUnit.PROPERTY));
            }
            offered.put(type, service);
            return () -> offered.remove(type);
          }
        };
    floor = new Floor(registry, home.resolve("idtokens.txt"));
    ClearanceOffice office = (clearance, now) -> issued.remove(clearance);
    floor.offices().bind(office, Offices.TRUSTED);
    floor.books().bind(ledger);
    floor.site(site());
    floor.bind(input -> inputs.add(input));
    charger.join(floor.devices());
  }

  @AfterEach
  void close() {
    floor.close();
    await(() -> threads().isEmpty());
  }

  private static EvseComponent component(String evse, Map<String, String> more) {
    Map<String, String> properties =
        new HashMap<>(
            Map.of(
                "service.pid", "io.tidegate.charging.secc~" + evse,
                "evse", evse,
                "maxChargeA", "100",
                "maxDischargeA", "60",
                "maxChargeKw", "40",
                "maxDischargeKw", "20",
                "rampAPerS", "10000",
                // a busy machine may be late
                "silenceMs", "2000",
                "contactorMs", "3000",
                "authorisation", "any"));
    properties.putAll(more);
    return new EvseComponent(properties);
  }

  static SiteModel site() {
    StationId station = new StationId("CS01");
    List<EvseSpec> evses = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      evses.add(
          new EvseSpec(
              new EvseId("E0" + i),
              station,
              i,
              0,
              Phases.L123,
              40_000,
              20_000,
              4_140,
              4_140,
              3_000,
              false,
              0,
              40_000,
              Double.POSITIVE_INFINITY,
              0));
    }
    return new SiteModel(
        "test",
        new GridConnection(1e6, 1e6, 1e6, 1e6, 1e6, 230, 50),
        List.of(new Node("grid", NodeKind.GRID, -1, 1e6, 1e6, 0, "", "", Optional.empty())),
        List.of(new StationSpec(station, DischargeAccess.ISO_15118, LimitUnit.W, Duration.ZERO, 0)),
        evses,
        List.of(),
        null);
  }

  private Unit unit() {
    floor.add(component);
    await(() -> !Double.isNaN(charger.duty));
    return (Unit) units.get("E01");
  }

  /** A vehicle up to the charge loop. */
  private Unit charging() {
    Unit unit = unit();
    charger.state = PilotState.C;
    await(() -> unit.view().pilot() == PilotState.C);
    unit.apply(
        List.of(
            new EvseAction.Begin("0102030405060708", "v", false),
            new EvseAction.Authorise(Optional.empty()),
            new EvseAction.Lock(),
            new EvseAction.CableCheck(500)));
    await(() -> unit.view().insulation() == EvseView.Insulation.VALID);
    unit.apply(List.of(new EvseAction.PreCharge(400, 2)));
    await(() -> charger.volts == 400);
    unit.apply(
        List.of(
            new EvseAction.Window(450, 100, 100), new EvseAction.Energise(Duration.ofSeconds(60))));
    await(() -> unit.view().contactor() == ContactorState.CLOSED);
    return unit;
  }

  private Clearance clear(Unit unit, long id, double watts, Duration life) {
    Instant now = Instant.now();
    SessionId session = new SessionId(unit.state().siteSession());
    Clearance clearance =
        new Paper(
            new Setpoint(id, E01, Optional.of(session), watts, now, now.plus(life), List.of()));
    issued.add(clearance);
    return clearance;
  }

  private Actuator actuator() {
    return (Actuator) offered.get(Actuator.class);
  }

  private <T extends SiteInput> boolean heard(Class<T> type) {
    return inputs.stream().anyMatch(type::isInstance);
  }

  @Test
  void holdsNoThreadAndOffersNothingWithoutAnEvse() {
    assertThat(threads()).isEmpty();
    assertThat(offered).isEmpty();
  }

  @Test
  void tellsTheSiteOfItsStationAndItsActuator() {
    unit();
    assertThat(inputs).contains(new SiteInput.StationOnline(new StationId("CS01"), Floor.ACTUATOR));
    assertThat(heard(SiteInput.SafeShareReport.class)).isTrue();
    floor.remove(component);
    assertThat(inputs).contains(new SiteInput.StationOffline(new StationId("CS01")));
    assertThat(offered).doesNotContainKey(Actuator.class);
  }

  @Test
  void bringsAClearedSetpointToTheSupply() {
    Unit unit = charging();
    actuator().apply(List.of(clear(unit, 1, 20_000, Duration.ofMinutes(1))));
    await(() -> charger.amps == 50);
    unit.apply(List.of(new EvseAction.Discharge(true, "PowerDeliveryReq")));
    actuator().apply(List.of(clear(unit, 2, -8_000, Duration.ofMinutes(1))));
    await(() -> charger.amps == -20);
    assertThat(inputs).contains(new SiteInput.SetpointOutcome(E01, 2, SiteInput.Outcome.ACCEPTED));
  }

  @Test
  void showsASetpointInTheViewAndCallsTheWatchersBeforeTheDispatcherGoesOn() throws Exception {
    Unit unit = charging();
    AtomicInteger calls = new AtomicInteger();
    Thread dispatcher = Thread.currentThread();
    List<Long> told = new ArrayList<>();
    try (AutoCloseable watching =
        unit.watch(
            () -> {
              calls.incrementAndGet();
              if (Thread.currentThread().equals(dispatcher)) {
                told.add(unit.view().offer().setpoint());
              }
            })) {
      for (int id = 1; id <= 100; id++) {
        actuator().apply(List.of(clear(unit, id, 5_000 + 10 * id, Duration.ofMinutes(1))));
        assertThat(unit.view().offer().setpoint()).isEqualTo(id);
        assertThat(unit.view().offer().powerW()).isEqualTo(5_000 + 10 * id);
      }
    }
    assertThat(told).hasSize(100);
    int before = calls.get();
    actuator().apply(List.of(clear(unit, 200, 6_000, Duration.ofMinutes(1))));
    assertThat(calls.get()).as("not after it has ended").isEqualTo(before);
  }

  @Test
  void takesNoSetpointWithoutAGoodClearance() {
    Unit unit = charging();
    Clearance forged = clear(unit, 1, 20_000, Duration.ofMinutes(1));
    issued.clear();
    actuator().apply(List.of(forged));
    assertThat(unit.view().offer().setpoint()).isZero();
    assertThat(inputs).contains(new SiteInput.SetpointOutcome(E01, 1, SiteInput.Outcome.NOT_SENT));
    ClearanceOffice rogue = (clearance, now) -> true;
    floor.offices().bind(rogue, "com.example.rogue");
    actuator().apply(List.of(forged));
    assertThat(unit.view().offer().setpoint()).isZero();
    Clearance once = clear(unit, 3, 20_000, Duration.ofMinutes(1));
    actuator().apply(List.of(once));
    actuator().apply(List.of(once));
    assertThat(inputs)
        .filteredOn(
            i -> i.equals(new SiteInput.SetpointOutcome(E01, 3, SiteInput.Outcome.NOT_SENT)))
        .hasSize(1);
  }

  @Test
  void opensWhenTheLeaseIsNotRenewed() {
    Unit unit = charging();
    actuator().apply(List.of(clear(unit, 1, 20_000, Duration.ofMinutes(1))));
    await(() -> charger.amps == 50);
    unit.apply(List.of(new EvseAction.Energise(Duration.ofMillis(200))));
    await(() -> !charger.closed && charger.amps == 0);
    await(() -> unit.view().contactor() == ContactorState.OPEN);
  }

  @Test
  void repeatsACloseToTheBoardWhileItHolds() {
    charging();
    int before = charger.closes;
    await(() -> charger.closes > before + 3);
  }

  @Test
  void opensOtherEvsesThoughTheDevicesOfOneDoNotAnswer() {
    Unit unit = charging();
    FakeCharger other = new FakeCharger("E02");
    other.join(floor.devices());
    floor.add(component("E02", Map.of()));
    await(() -> other.duty == 100);
    other.stuck = new CountDownLatch(1);
    other.state = PilotState.B;
    charger.pressed = true;
    await(() -> !charger.closed);
    assertThat(unit.view().fault().orElseThrow().code()).isEqualTo("ERR_EMERGENCY_STOP");
    other.stuck.countDown();
  }

  @Test
  void opensWhenTheDevicesFallSilent() {
    Unit unit = charging();
    charger.silent = true;
    await(() -> unit.view().fault().isPresent());
    await(() -> !charger.closed);
    charger.silent = false;
    assertThat(unit.view().fault().orElseThrow().code()).isEqualTo("ERR_DEVICE_SILENT");
  }

  @Test
  void letsGoOfEverythingWhenItsConfigurationGoes() {
    Unit unit = charging();
    floor.remove(component);
    assertThat(charger.closed).isFalse();
    assertThat(charger.amps).isZero();
    assertThat(heard(SiteInput.SessionEnded.class)).isTrue();
    unit.apply(List.of(new EvseAction.Energise(Duration.ofSeconds(5))));
    assertThat(charger.closed).isFalse();
    assertThat(threads()).doesNotContain("tidegate-secc");
  }

  @Test
  void booksASessionAndEndsWhatARestartCutOff() {
    ledger.open.add(
        new TransactionLedger.Summary(
            "CS01", "old-1", 1, "v2g-old-1", Instant.EPOCH, Optional.empty(), 3, List.of(), 0, 0));
    ledger.open.add(
        new TransactionLedger.Summary(
            "CS01", "other", 2, "v2g-other", Instant.EPOCH, Optional.empty(), 0, List.of(), 0, 0));
    Unit unit = charging();
    await(() -> ledger.events().stream().anyMatch(e -> e.transaction().equals("old-1")));
    TransactionLedger.Event end =
        ledger.events().stream().filter(e -> e.transaction().equals("old-1")).findFirst().get();
    assertThat(end.kind()).isEqualTo(TransactionLedger.Kind.ENDED);
    assertThat(end.sequence()).isEqualTo(4);
    assertThat(end.importWh()).isEqualTo(1_000);
    charger.importWh = 1_500;
    await(() -> unit.view().meter().importWh() == 1_500);
    unit.apply(List.of(new EvseAction.End("", "done")));
    await(() -> ledger.events().size() == 3);
    assertThat(ledger.events().get(2).importWh()).isEqualTo(1_500);
    assertThat(ledger.events()).noneMatch(e -> e.transaction().equals("other"));
  }

  @Test
  void remembersAPausedSessionAfterARestart() {
    PausedSession paused = new PausedSession(new byte[8], new byte[0], "s/1", new byte[] {7});
    byte[] kept = Memory.write(paused, "paused-1", 3);
    floor.memory().bind(new FakeStore(Map.of("E01", kept)));
    ledger.open.add(
        new TransactionLedger.Summary(
            "CS01",
            "paused-1",
            1,
            "v2g-paused-1",
            Instant.EPOCH,
            Optional.empty(),
            2,
            List.of(),
            0,
            0));
    charger.state = PilotState.B;
    Unit unit = unit();
    await(() -> unit.view().paused().isPresent());
    assertThat(unit.view().paused().get().state()).containsExactly(7);
    await(() -> heard(SiteInput.SessionStarted.class));
    unit.apply(
        List.of(
            new EvseAction.Begin("0000000000000000", "v", true), new EvseAction.End("", "over")));
    await(() -> ledger.events().size() == 1);
    assertThat(ledger.events().get(0).transaction()).isEqualTo("paused-1");
    assertThat(ledger.events().get(0).sequence()).isEqualTo(3);
  }

  @Test
  void writesToTheLedgerInOrderWhenItCanAgain() {
    ledger.full = true;
    Unit unit = charging();
    unit.apply(List.of(new EvseAction.End("", "done")));
    await(() -> floor.books().pending() == 2);
    ledger.full = false;
    await(() -> floor.books().pending() == 0);
    assertThat(ledger.events())
        .extracting(TransactionLedger.Event::kind)
        .containsExactly(TransactionLedger.Kind.STARTED, TransactionLedger.Kind.ENDED);
  }

  @Test
  void startsAndEndsSessionsOnAnOperatorsWord() throws Exception {
    Files.writeString(home.resolve("idtokens.txt"), "# cards\nCARD1\nDE-TDG-C1 eMAID\n");
    floor.add(component("E01", Map.of("authorisation", "tokens")));
    StationCommands commands = (StationCommands) offered.get(StationCommands.class);
    assertThat(commands.reaches(new StationId("CS01"))).isTrue();
    assertThat(commands.reaches(new StationId("CS02"))).isFalse();
    assertThat(commands.start(E01, "stranger").toCompletableFuture().get())
        .isEqualTo(StationCommands.Reply.REJECTED);
    assertThat(commands.stop(E01).toCompletableFuture().get())
        .isEqualTo(StationCommands.Reply.NOT_SENT);
    Unit unit = (Unit) units.get("E01");
    unit.apply(
        List.of(
            new EvseAction.Begin("0102030405060708", "v", false),
            new EvseAction.Authorise(Optional.empty())));
    assertThat(commands.start(E01, "card1").toCompletableFuture().get())
        .isEqualTo(StationCommands.Reply.ACCEPTED);
    assertThat(unit.view().authorisation()).isEqualTo(EvseView.Authorisation.ACCEPTED);
    assertThat(commands.stop(E01).toCompletableFuture().get())
        .isEqualTo(StationCommands.Reply.ACCEPTED);
    assertThat(unit.view().notice().kind()).isEqualTo(EvseView.Notice.Kind.TERMINATE);
    unit.apply(
        List.of(
            new EvseAction.End("", ""),
            new EvseAction.Begin("1111111111111111", "v", false),
            new EvseAction.Authorise(Optional.of("DE-TDG-C1"))));
    await(() -> unit.view().authorisation() == EvseView.Authorisation.ACCEPTED);
  }

  @Test
  void understandsStartAndStopInTheWordsOfOcpp() {
    floor.add(component("E01", Map.of("authorisation", "operator")));
    Unit unit = (Unit) units.get("E01");
    StationCommands commands = (StationCommands) offered.get(StationCommands.class);
    unit.apply(
        List.of(
            new EvseAction.Begin("0102030405060708", "v", false),
            new EvseAction.Authorise(Optional.empty())));
    String start = "{'evseId':%d,'remoteStartId':7,'idToken':{'idToken':'OP','type':'Central'}}";
    assertThat(tell(commands, "RequestStartTransaction", start.formatted(9))).contains("Rejected");
    assertThat(unit.view().authorisation()).isEqualTo(EvseView.Authorisation.WAITING);
    assertThat(tell(commands, "RequestStartTransaction", start.formatted(1))).contains("Accepted");
    assertThat(unit.view().authorisation()).isEqualTo(EvseView.Authorisation.ACCEPTED);
    String stop = "{'transactionId':'" + unit.state().transaction + "'}";
    assertThat(tell(commands, "RequestStopTransaction", "{'transactionId':'x'}"))
        .contains("Rejected");
    assertThat(tell(commands, "RequestStopTransaction", stop)).contains("Accepted");
    assertThat(unit.view().notice().kind()).isEqualTo(EvseView.Notice.Kind.TERMINATE);
    assertThat(tell(commands, "RequestStartTransaction", "[1")).contains("MALFORMED");
    assertThat(tell(commands, "SetChargingProfile", "{}")).contains("NOT_SENT");
  }

  private static String tell(StationCommands commands, String action, String payload) {
    return commands
        .call(new StationId("CS01"), action, payload.replace('\'', '"'))
        .toCompletableFuture()
        .join()
        .toString();
  }

  @Test
  void keepsTheLastGoodConfiguration() {
    Unit unit = unit();
    component.modified(Map.of("service.pid", "io.tidegate.charging.secc~E01", "evse", "E 01"));
    assertThat(component.problem()).contains("config/", "field evse");
    assertThat(units.get("E01")).isSameAs(unit);
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("tidegate-secc"))
        .toList();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }
}
