package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.Slot;
import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.ClearanceOffice;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.SiteModel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Version;

/** A transport on a free loopback port, with a site of stations CS01 to CS03 and no passwords. */
final class Rig implements AutoCloseable {
  static final String OCPP = "ocpp2.0.1";

  /** For a machine that does many other things. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final AtomicReference<SiteModel> site = new AtomicReference<>(Sites.of("CS01", "CS02", "CS03"));
  final AtomicReference<TransportConfig> config = new AtomicReference<>();
  final Transport transport;
  final FakeDialect dialect = new FakeDialect("one", OCPP, 1);
  final FakeRing ring;
  final FakeSecurityLog events = new FakeSecurityLog();
  private final Map<String, Object> properties = new HashMap<>();
  private final Path home;
  private final AtomicLong ids = new AtomicLong();

  /** Hands keys over before the transport starts. */
  interface Keys {
    void giveTo(FakeRing ring) throws Exception;
  }

  Rig(Path home, String... settings) throws Exception {
    this(home, ring -> {}, settings);
  }

  Rig(Path home, Keys keys, String... settings) throws Exception {
    this.home = home;
    this.ring = new FakeRing(home);
    keys.giveTo(ring);
    properties.put("port", 0);
    properties.put("security.minimum", 0);
    set(settings);
    transport =
        new Transport(config::get, () -> Optional.ofNullable(site.get()), InstantSource.system());
    transport.secrets().bind(ring);
    transport.alarms().bind(events);
    bind(dialect, 0, "1.0.0");
    transport.start();
    await(() -> !transport.listening().isEmpty());
  }

  void set(String... settings) {
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    config.set(TransportConfig.of(properties, home));
  }

  long bind(FakeDialect dialect, int ranking, String version) {
    long id = ids.incrementAndGet();
    transport.bind(
        new DialectRack.Live(dialect, ranking, "fake", Version.parseVersion(version), id));
    return id;
  }

  int port() {
    return URI.create(transport.listening()).getPort();
  }

  RawClient open(String station) throws Exception {
    RawClient client = new RawClient(port());
    client.upgrade("/" + station, OCPP);
    return client;
  }

  /** The dialect's mailbox of that station, as soon as it is attached. */
  Mailbox mailbox(String station) {
    await(() -> dialect.mailboxes.containsKey(station));
    return dialect.mailboxes.get(station);
  }

  /** The only connection there is. */
  Switchboard.Line line() {
    await(() -> !transport.connections().isEmpty());
    return transport.connections().get(0).line();
  }

  int inboundWaiting() {
    return line().inboundWaiting();
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("condition within %s", PATIENCE).isNegative();
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  static OutboundCall call(String id, OutboundCall.Urgency urgency, String key) {
    return new OutboundCall(
        id,
        "GetVariables",
        "{\"n\":\"" + id + "\"}",
        urgency,
        key,
        Duration.ZERO,
        Duration.ofSeconds(5),
        Optional.empty(),
        Slot.EMPTY);
  }

  static OutboundCall setpoint(String id, Optional<Clearance> clearance) {
    return new OutboundCall(
        id,
        "SetChargingProfile",
        "{\"evseId\":1}",
        OutboundCall.Urgency.SETPOINT,
        "E1",
        Duration.ZERO,
        Duration.ofSeconds(5),
        clearance,
        Slot.EMPTY);
  }

  record Token(Setpoint setpoint) implements Clearance {
    static Token of(String evse) {
      return new Token(
          new Setpoint(
              1,
              new EvseId(evse),
              java.util.Optional.empty(),
              1000,
              Instant.now(),
              Instant.now().plusSeconds(30),
              List.of()));
    }
  }

  /** Clears what it is told to, once. */
  static final class Office implements ClearanceOffice {
    final Set<Clearance> issued = ConcurrentHashMap.newKeySet();

    @Override
    public boolean redeem(Clearance clearance, Instant now) {
      return issued.remove(clearance);
    }
  }

  @Override
  public void close() throws Exception {
    transport.stop();
  }
}
