package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Peer;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.StateStore;
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
import io.tidegate.api.site.PackThermal;
import io.tidegate.api.site.Phases;
import io.tidegate.api.site.SafetyLimits;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Response;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v21.BootNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.BootReason;
import io.tidegate.codec.ocpp.json.v21.ChargingStation;
import io.tidegate.codec.ocpp.json.v21.Evse;
import io.tidegate.codec.ocpp.json.v21.MeterValue;
import io.tidegate.codec.ocpp.json.v21.Transaction;
import io.tidegate.codec.ocpp.json.v21.TransactionEventRequest;
import io.tidegate.codec.ocpp.json.v21.TransactionEventType;
import io.tidegate.codec.ocpp.json.v21.TriggerReason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A dialect with a site, a ledger and a store of paper, and time that stands still. */
final class Bench {
  static final Instant T0 = Instant.parse("2026-03-01T18:00:00.400Z");
  static final String PID = "io.tidegate.charging.ocpp.v201";
  static final EvseId E1 = new EvseId("E01");
  final List<SiteInput> inputs = new ArrayList<>();
  final Map<String, TransactionLedger.Event> booked = new LinkedHashMap<>();
  final Map<String, byte[]> stored = new HashMap<>();
  private final Map<String, Map<String, byte[]>> spaces =
      new HashMap<>(Map.of(Acceptance.SPACE, stored));
  private final List<Alarm> alarms = new ArrayList<>();
  final List<TransactionLedger.Summary> open = new ArrayList<>();
  final SiteModel model = model();
  final Map<String, SessionId> sessions = new HashMap<>();
  boolean inboxFull;
  boolean diskFull;

  /** Whether the gateway runs before the dialect comes. */
  boolean running;

  /** How often an engine asked for its language. */
  int languages;

  Instant now = T0;
  private final Path home;
  private final Map<String, Object> properties;
  private final Language language;
  Engine dialect;
  private int messages;
  private long setpoints;
  private long connections;

  Bench(Path home, Map<String, Object> properties) {
    this(home, properties, new PlainLanguage(FakeMailbox.OCPP));
  }

  Bench(Path home, Map<String, Object> properties, Language language) {
    this.language = language;
    this.home = home;
    this.properties = properties;
    dialect = dialect();
  }

  static Bench open() {
    return new Bench(Path.of("."), Map.of("idtokens", "any"));
  }

  /** Of OCPP 2.1. */
  static Bench v21() {
    return speaking(new PlainLanguage(FakeMailbox.OCPP_2_1));
  }

  static Bench speaking(Language language) {
    return new Bench(Path.of("."), Map.of("idtokens", "any"), language);
  }

  private Language language() {
    languages++;
    return language;
  }

  Engine dialect() {
    SiteInbox inbox =
        input -> {
          if (input instanceof SiteInput.SessionStarted s) {
            sessions.put(s.evse().value(), s.session());
          }
          return !inboxFull && inputs.add(input);
        };
    return new Engine(
        new Engine.Face(PID, language.protocol().version().subprotocol(), 201, this::language),
        new Engine.Surroundings(
            model,
            inbox,
            new PaperLedger(),
            new PaperStore(),
            home,
            () -> now,
            new Later(this::alarm, Runnable::run),
            Runnable::run,
            running),
        properties);
  }

  private static SiteModel model() {
    double inf = Double.POSITIVE_INFINITY;
    Node grid = new Node("grid", NodeKind.GRID, -1, inf, inf, 0, "", "", Optional.empty());
    return new SiteModel(
        "bench",
        new GridConnection(100_000, 50_000, inf, inf, inf, 230, 50),
        List.of(grid),
        List.of(
            station("CS01", DischargeAccess.NEGATIVE_LIMIT, LimitUnit.W),
            station("CS02", DischargeAccess.NONE, LimitUnit.A),
            station("CS03", DischargeAccess.NEGATIVE_LIMIT, LimitUnit.A),
            station("CS04", DischargeAccess.OCPP_2_1, LimitUnit.W),
            station("CS05", DischargeAccess.V2X_ADDITIONS, LimitUnit.W)),
        List.of(
            evse("E01", "CS01", 1, Phases.L123, false),
            evse("E02", "CS02", 1, Phases.L123, false),
            evse("E03", "CS03", 1, Phases.L1, true),
            evse("E04", "CS03", 2, Phases.L2, false),
            evse("E05", "CS04", 1, Phases.L123, false),
            evse("E06", "CS05", 1, Phases.L123, false)),
        List.of(),
        new SafetyLimits(
            20,
            30,
            60,
            30,
            10,
            80,
            95,
            65,
            85,
            40,
            50,
            0.9,
            1.1,
            49.5,
            50.5,
            60,
            100,
            new PackThermal(400_000, 0.1, 20, 400, 20, 600)));
  }

  private static StationSpec station(String id, DischargeAccess access, LimitUnit unit) {
    return new StationSpec(new StationId(id), access, unit, Duration.ofSeconds(1), 50);
  }

  private static EvseSpec evse(
      String id, String station, int number, Phases phases, boolean attested) {
    return new EvseSpec(
        new EvseId(id),
        new StationId(station),
        number,
        0,
        phases,
        11_000,
        10_000,
        1_380,
        1_380,
        2_000,
        attested,
        0,
        11_000,
        Double.POSITIVE_INFINITY,
        0);
  }

  private CompletableFuture<Void> alarm(Duration delay) {
    CompletableFuture<Void> due = new CompletableFuture<>();
    alarms.add(new Alarm(now.plus(delay), due));
    return due;
  }

  /** Lets time pass; what is due happens when it is due. */
  void pass(Duration time) {
    Instant end = now.plus(time);
    for (Optional<Alarm> next = due(end); next.isPresent(); next = due(end)) {
      alarms.remove(next.get());
      now = next.get().at();
      next.get().due().complete(null);
    }
    now = end;
  }

  private Optional<Alarm> due(Instant end) {
    alarms.removeIf(a -> a.due().isDone());
    return alarms.stream()
        .filter(a -> !a.at().isAfter(end))
        .min(java.util.Comparator.comparing(Alarm::at));
  }

  private record Alarm(Instant at, CompletableFuture<Void> due) {}

  FakeMailbox connect(String station) {
    FakeMailbox mailbox =
        new FakeMailbox(
            new Peer(
                new StationId(station),
                ++connections,
                language.protocol().version().subprotocol(),
                "127.0.0.1:5",
                1));
    mailbox.additions = language instanceof V2xAdditions && station.equals("CS05");
    dialect.attached(mailbox);
    return mailbox;
  }

  /** Connected, booted, accepted; what was said so far is forgotten. */
  FakeMailbox booted(String station) {
    FakeMailbox mailbox = connect(station);
    result(mailbox, boot());
    mailbox.calls.clear();
    mailbox.replies.clear();
    inputs.clear();
    return mailbox;
  }

  static BootNotificationRequest boot() {
    return new BootNotificationRequest(
        BootReason.POWER_UP,
        new ChargingStation(
            "model", "vendor", Optional.of("serial"), Optional.empty(), Optional.empty()));
  }

  /** Sends a request and gives the answer, which must be there when the stage is done. */
  Frame send(FakeMailbox mailbox, Record request) {
    return sendText(
        mailbox,
        (mailbox.additions ? FakeMailbox.OCPP_2_1 : mailbox.ocpp).call("m" + ++messages, request));
  }

  Frame sendText(FakeMailbox mailbox, String text) {
    int before = mailbox.replies.size();
    CompletionStage<Void> done = dialect.received(mailbox, text);
    assertThat(done.toCompletableFuture()).isCompleted();
    assertThat(mailbox.replies).hasSize(before + 1);
    return mailbox.lastReply();
  }

  /** Sends a request that must be answered with a result. */
  Frame.Result result(FakeMailbox mailbox, Record request) {
    Frame frame = send(mailbox, request);
    assertThat(frame).isInstanceOf(Frame.Result.class);
    return (Frame.Result) frame;
  }

  <R extends Record & Response> R result(FakeMailbox mailbox, Record request, Class<R> type) {
    try {
      return mailbox.ocpp.response(type, result(mailbox, request).payload());
    } catch (Violation e) {
      throw new AssertionError(e);
    }
  }

  void refuses(FakeMailbox mailbox, Record request, RpcErrorCode code) {
    assertThat(send(mailbox, request))
        .isInstanceOfSatisfying(
            Frame.Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  /** Answers one of our calls. */
  void answer(FakeMailbox mailbox, String id, Record response) {
    answerText(mailbox, mailbox.ocpp.result(id, response));
  }

  void answerText(FakeMailbox mailbox, String text) {
    int before = mailbox.replies.size();
    assertThat(dialect.received(mailbox, text).toCompletableFuture()).isCompleted();
    assertThat(mailbox.replies).hasSize(before);
  }

  <T extends SiteInput> List<T> inputs(Class<T> type) {
    return inputs.stream().filter(type::isInstance).map(type::cast).toList();
  }

  Event event(TransactionEventType type, String transaction, int sequence) {
    return new Event(type, transaction, sequence, now);
  }

  /** A transaction event in the making. */
  static final class Event {
    private final TransactionEventType type;
    private final String transaction;
    private final int sequence;
    private Instant at;
    private OptionalInt evse = OptionalInt.of(1);
    private boolean offline;
    private Optional<CustomData> custom = Optional.empty();
    private List<MeterValue> values = List.of();

    Event(TransactionEventType type, String transaction, int sequence, Instant at) {
      this.type = type;
      this.transaction = transaction;
      this.sequence = sequence;
      this.at = at;
    }

    Event at(Instant stamp) {
      at = stamp;
      return this;
    }

    Event evse(int number) {
      evse = OptionalInt.of(number);
      return this;
    }

    Event withoutEvse() {
      evse = OptionalInt.empty();
      return this;
    }

    Event offline() {
      offline = true;
      return this;
    }

    Event custom(String vendor, Map<String, Object> facts) {
      custom = Optional.of(new CustomData(vendor, facts));
      return this;
    }

    Event dischargeAllowed(boolean allowed) {
      return custom("io.tidegate", Map.of("dischargeAllowed", allowed));
    }

    Event values(MeterValue... list) {
      values = List.of(list);
      return this;
    }

    TransactionEventRequest build() {
      return new TransactionEventRequest(
          type,
          Stamp.of(at),
          TriggerReason.METER_VALUE_PERIODIC,
          sequence,
          offline,
          OptionalInt.empty(),
          new Transaction(
              transaction,
              Optional.empty(),
              OptionalInt.empty(),
              Optional.empty(),
              OptionalInt.empty(),
              Optional.empty()),
          evse.isPresent()
              ? Optional.of(new Evse(evse.getAsInt(), OptionalInt.of(1)))
              : Optional.empty(),
          Optional.empty(),
          values,
          custom);
    }
  }

  Request built(Event event) {
    return event.build();
  }

  /** For the session that began last at the EVSE. */
  Clearance clearance(String evse, double powerW) {
    return clearance(evse, powerW, 30);
  }

  Clearance clearance(String evse, double powerW, int seconds) {
    Setpoint setpoint =
        new Setpoint(
            ++setpoints,
            new EvseId(evse),
            Optional.ofNullable(sessions.get(evse)),
            powerW,
            now,
            now.plusSeconds(seconds),
            List.of(Reason.of(ReasonCode.FAIR_SHARE)));
    return () -> setpoint;
  }

  private final class PaperLedger implements TransactionLedger {
    @Override
    public CompletionStage<Outcome> record(Event event) {
      if (diskFull) {
        return CompletableFuture.failedStage(
            new JournalException("ERR_DISK_FULL", "no room", null));
      }
      String key = event.station() + '/' + event.transaction() + '/' + event.sequence();
      Event known = booked.putIfAbsent(key, event);
      if (known == null) {
        return CompletableFuture.completedStage(Outcome.RECORDED);
      }
      boolean same = java.util.Arrays.equals(known.payload(), event.payload());
      return CompletableFuture.completedStage(same ? Outcome.DUPLICATE : Outcome.CONFLICTING);
    }

    @Override
    public Optional<Summary> summary(String station, String transaction) {
      List<Event> events =
          booked.values().stream()
              .filter(e -> e.station().equals(station) && e.transaction().equals(transaction))
              .sorted(java.util.Comparator.comparing(Event::sequence))
              .toList();
      return events.isEmpty() ? Optional.empty() : Optional.of(summary(events));
    }

    private Summary summary(List<Event> events) {
      List<Event> own = events.stream().filter(e -> e.sequence() >= 0).toList();
      int lowest = own.get(0).sequence();
      int highest = own.get(own.size() - 1).sequence();
      return new Summary(
          own.get(0).station(),
          own.get(0).transaction(),
          own.get(0).evse(),
          own.get(0).session(),
          own.get(0).at(),
          events.stream()
              .filter(e -> e.kind() == Kind.ENDED || e.kind() == Kind.ENDED_ESTIMATED)
              .map(Event::at)
              .findFirst(),
          highest,
          java.util.stream.IntStream.range(lowest, highest)
              .filter(n -> own.stream().noneMatch(e -> e.sequence() == n))
              .boxed()
              .toList(),
          0,
          0);
    }

    @Override
    public List<Summary> open() {
      return List.copyOf(open);
    }

    @Override
    public List<Summary> recent(int most) {
      return List.of();
    }
  }

  private final class PaperStore implements StateStore {
    @Override
    public CompletionStage<Void> put(String space, String key, byte[] value) {
      if (diskFull) {
        return CompletableFuture.failedStage(
            new JournalException("ERR_DISK_FULL", "no room", null));
      }
      spaces.computeIfAbsent(space, s -> new HashMap<>()).put(key, value);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public Map<String, byte[]> all(String space) {
      return Map.copyOf(spaces.getOrDefault(space, Map.of()));
    }
  }
}
