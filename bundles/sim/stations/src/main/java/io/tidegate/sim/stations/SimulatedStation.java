package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.Version;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v21.BootNotificationRequest;
import io.tidegate.codec.ocpp.json.v21.BootNotificationResponse;
import io.tidegate.codec.ocpp.json.v21.BootReason;
import io.tidegate.codec.ocpp.json.v21.ChargingLimit;
import io.tidegate.codec.ocpp.json.v21.ChargingLimitSource;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.ChargingStation;
import io.tidegate.codec.ocpp.json.v21.ClearedChargingLimitRequest;
import io.tidegate.codec.ocpp.json.v21.HeartbeatRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyChargingLimitRequest;
import io.tidegate.codec.ocpp.json.v21.RegistrationStatus;
import io.tidegate.codec.ocpp.json.v21.StatusNotificationRequest;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An OCPP 1.6, 2.0.1 or 2.1 station with its EVSEs, by the protocol that it is given. Speaks over a
 * real WebSocket, honours profiles and their expiry, reconnects, and can be made to drop off,
 * derate or lie. On 1.6 a vehicle's needs, a driver's permission and a derate are not said. All
 * methods belong to the simulation's thread.
 */
public final class SimulatedStation {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedStation.class);
  private final StationSettings settings;
  private final Speech speech;
  private final StationLink link;
  private final List<SimulatedEvse> evses = new ArrayList<>();
  private final TransactionMessages messages;
  private final SiteRequests requests;
  private final StationFiles files;
  private boolean accepted;
  private boolean wanted;
  private Instant retryAt = Instant.MAX;
  private Instant heartbeatAt = Instant.MAX;
  private Instant telemetryAt = Instant.EPOCH;
  private Duration heartbeat = Duration.ofSeconds(60);
  private int transactions;
  private Optional<Instant> offlineSince = Optional.empty();

  public SimulatedStation(
      StationSettings settings, HttpClient http, Executor simulation, Protocol protocol) {
    this.settings = settings;
    speech = Speech.of(protocol);
    for (int n = 1; n <= settings.evses(); n++) {
      evses.add(new SimulatedEvse(settings, n));
    }
    messages = new TransactionMessages(this::now, v2x());
    files = new StationFiles(this, http, simulation);
    requests = new SiteRequests(this, settings, new Upkeep(this, files, simulation));
    link = new StationLink(http, simulation, speech, settings, this::answer, this::linkState);
  }

  public String id() {
    return settings.id();
  }

  public SimulatedEvse evse(int number) {
    return evses.get(number - 1);
  }

  public List<SimulatedEvse> evses() {
    return List.copyOf(evses);
  }

  /** Whether the gateway has accepted it on this connection. */
  public boolean accepted() {
    return accepted;
  }

  /** It speaks 2.1: Dynamic profiles, operation modes, vehicles that say what they can give. */
  boolean v2x() {
    return speech.protocol().version() == Version.OCPP_2_1;
  }

  /** The station's own clock. */
  Instant now() {
    return Instant.now().plus(settings.clockError());
  }

  /** Connects, and goes on trying. */
  public void start() {
    wanted = true;
    link.connect();
  }

  /** Loses its network until {@link #start}. */
  public void dropOff() {
    wanted = false;
    accepted = false;
    link.drop();
    offline(true);
  }

  /** What is installed: {@code 1.0.0}, or the hash code of what it has fetched since. */
  public String firmware() {
    return files.firmware();
  }

  /** Falls silent and boots anew. */
  void reboot() {
    dropOff();
    retryAt = now().plusSeconds(1);
    wanted = true;
  }

  /** A vehicle arrives: its driver plugs in and is authorised. */
  public void plugIn(int evse, Vehicle vehicle) {
    SimulatedEvse at = evse(evse);
    transactions++;
    at.plugIn(
        vehicle,
        settings.id() + "-" + Long.toString(now().toEpochMilli(), 36) + "-" + transactions);
    status(at);
    send(messages.started(at));
    send(messages.needs(at));
  }

  /** The vehicle leaves. */
  public void unplug(int evse) {
    SimulatedEvse at = evse(evse);
    if (at.vehicle().isPresent()) {
      send(messages.ended(at));
      at.unplug();
      status(at);
    }
  }

  /** The driver agrees to discharge, or no longer does. */
  public void permit(int evse, boolean discharge) {
    send(messages.permission(evse(evse), discharge));
  }

  /** Announces that no more than {@code powerW} can be given for now (cable cooling, inverter). */
  public void derate(int evse, double powerW) {
    evse(evse).hiddenCap(powerW);
    ChargingSchedule schedule =
        new ChargingSchedule(
            1,
            Optional.of(Stamp.of(now())),
            OptionalInt.empty(),
            ChargingRateUnit.W,
            List.of(
                new ChargingSchedulePeriod(
                    0,
                    BigDecimal.valueOf(Math.round(powerW)),
                    OptionalInt.empty(),
                    OptionalInt.empty())),
            Optional.empty());
    send(
        new NotifyChargingLimitRequest(
            OptionalInt.of(evse),
            new ChargingLimit(ChargingLimitSource.OTHER, Optional.of(false)),
            List.of(schedule)));
  }

  /** The derate is over. */
  public void recover(int evse) {
    evse(evse).hiddenCap(Double.POSITIVE_INFINITY);
    send(new ClearedChargingLimitRequest(ChargingLimitSource.OTHER, OptionalInt.of(evse)));
  }

  /** Gives no more than this and says nothing. */
  public void lie(int evse, double powerW) {
    evse(evse).hiddenCap(powerW);
  }

  /** Heats the connector. */
  public void connectorTemperature(int evse, double celsius) {
    evse(evse).connectorTemperature(celsius);
  }

  /** Lets time pass; call it several times a second. */
  public void step(double seconds) {
    Instant now = now();
    for (SimulatedEvse evse : evses) {
      evse.step(now, seconds);
    }
    if (wanted && !link.open() && !now.isBefore(retryAt)) {
      retryAt = now.plusSeconds(2);
      link.connect();
    }
    if (accepted && !now.isBefore(heartbeatAt)) {
      heartbeatAt = now.plus(heartbeat);
      send(new HeartbeatRequest());
    }
    if (accepted && !now.isBefore(telemetryAt)) {
      telemetryAt = now.plus(settings.telemetry());
      telemetry();
    }
  }

  /** Sends its measurements now. */
  void telemetry() {
    for (SimulatedEvse evse : evses) {
      if (evse.vehicle().isPresent()) {
        send(messages.updated(evse));
      }
    }
  }

  private void linkState(boolean open) {
    accepted = false;
    retryAt = now().plusSeconds(1);
    offline(!open);
    if (open) {
      boot();
    }
  }

  private void offline(boolean gone) {
    if (gone && offlineSince.isPresent()) {
      return;
    }
    offlineSince = gone ? Optional.of(now()) : Optional.empty();
    evses.forEach(e -> e.profiles().offlineSince(offlineSince, now()));
  }

  void boot() {
    link.call(
        new BootNotificationRequest(
            BootReason.POWER_UP,
            new ChargingStation(
                "Simulated", "Tidegate", Optional.empty(), Optional.empty(), Optional.empty())),
        this::booted);
  }

  private void booted(String payload) {
    try {
      BootNotificationResponse response = speech.booted(payload);
      accepted = response.status() == RegistrationStatus.ACCEPTED;
      heartbeat = Duration.ofSeconds(Math.max(1, response.interval()));
      heartbeatAt = now().plus(heartbeat);
      if (accepted) {
        evses.forEach(this::status);
        evses.stream().filter(e -> e.vehicle().isPresent()).forEach(this::resume);
        evses.stream().filter(e -> e.vehicle().isPresent()).forEach(e -> send(messages.needs(e)));
      }
    } catch (Violation e) {
      LOG.error("{}: the answer to its boot breaks the protocol: {}", id(), e.toString());
    }
  }

  /**
   * Says again what a gateway may have missed: the transaction, its values, and what its driver has
   * agreed to.
   */
  private void resume(SimulatedEvse evse) {
    boolean agreed = evse.vehicle().map(Vehicle::dischargeAllowed).orElse(false);
    send(messages.permission(evse, agreed));
  }

  void status(SimulatedEvse evse) {
    send(
        new StatusNotificationRequest(
            Stamp.of(now()), TransactionMessages.status(evse), evse.number(), 1));
  }

  void send(Record request) {
    if (link.open()) {
      link.call(request, payload -> {});
    }
  }

  private Record answer(Request request) {
    return requests.answer(request);
  }
}
