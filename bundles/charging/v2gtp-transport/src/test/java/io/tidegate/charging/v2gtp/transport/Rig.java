package io.tidegate.charging.v2gtp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.vehicle.VehicleProtocol;
import io.tidegate.api.vehicle.VehicleProtocol.Energy;
import io.tidegate.api.vehicle.VehicleProtocol.Tls;
import io.tidegate.api.vehicle.VehicleSwitchboard;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Version;

/** A transport with one door on the loopback interface for the DC EVSE E01. */
final class Rig implements AutoCloseable {
  static final VehicleProtocol DIN =
      new VehicleProtocol("urn:din:70121:2012:MsgDef", 2, 0, Energy.DC, Tls.OPTIONAL);
  static final VehicleProtocol ISO2 =
      new VehicleProtocol("urn:iso:15118:2:2013:MsgDef", 2, 0, Energy.ANY, Tls.OPTIONAL);
  static final VehicleProtocol DC20 =
      new VehicleProtocol("urn:iso:std:iso:15118:-20:DC", 1, 0, Energy.DC, Tls.MUTUAL_13);
  static final VehicleProtocol AC20 =
      new VehicleProtocol("urn:iso:std:iso:15118:-20:AC", 1, 0, Energy.AC, Tls.MUTUAL_13);

  /** For a machine that does many other things. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final Map<String, Object> properties = new HashMap<>();
  final AtomicReference<TransportConfig> config = new AtomicReference<>();
  final Transport transport;
  final FakeUnit unit = new FakeUnit("E01", true);
  final FakeDialect dialect = new FakeDialect(1, DIN, ISO2, DC20, AC20);
  final int sdpPort;
  private final Path home;
  private final AtomicLong ids = new AtomicLong();

  Rig(Path home, String... settings) throws Exception {
    this(home, null, settings);
  }

  Rig(Path home, KeyRing ring, String... settings) throws Exception {
    this.home = home;
    sdpPort = freeUdpPort();
    properties.put("doors", "E01@lo:" + sdpPort);
    properties.put("tls", "off");
    // a machine that stands still for the usual 20 s must not cut a vehicle that is on its way in
    properties.put("setup.timeout.ms", "120000");
    set(settings);
    transport = new Transport(config::get);
    if (ring != null) {
      transport.secrets().bind(ring);
    }
    transport.bind(unit);
    bind(dialect, 0, "1.0.0");
    transport.reconfigure();
    await(() -> !transport.doors().isEmpty());
  }

  static int freeUdpPort() throws IOException {
    try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      return probe.getLocalPort();
    }
  }

  void set(String... settings) {
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    config.set(TransportConfig.of(properties, home));
  }

  long bind(FakeDialect bound, int ranking, String version) {
    long id = ids.incrementAndGet();
    transport.bind(
        new DialectRack.Live(
            bound, bound.protocols(), ranking, "fake", Version.parseVersion(version), id));
    return id;
  }

  VehicleSwitchboard.Door door() {
    return transport.doors().get(0);
  }

  int port() {
    await(() -> door().port() != 0);
    return door().port();
  }

  Vehicle vehicle() throws IOException {
    return new Vehicle(port());
  }

  /** A vehicle that has agreed on that protocol. */
  Vehicle vehicle(VehicleProtocol protocol) throws Exception {
    Vehicle vehicle = vehicle();
    assertThat(vehicle.agree(protocol)).isEqualTo("OK_SuccessfulNegotiation 7");
    return vehicle;
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("condition within %s", PATIENCE).isNegative();
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() throws Exception {
    transport.stop();
  }
}
