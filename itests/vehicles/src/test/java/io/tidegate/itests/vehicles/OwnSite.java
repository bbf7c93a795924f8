package io.tidegate.itests.vehicles;

import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.sim.board.SimulatedEvse;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Credentials;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Endpoint;
import io.tidegate.sim.ev.Logbook;
import io.tidegate.sim.ev.SimulatedVehicle;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.Witness;
import io.tidegate.sim.ev.Yard;
import io.tidegate.sim.ev.bays.Bays;
import io.tidegate.sim.ev.bays.VehiclePki;
import io.tidegate.sim.meter.SimulatedMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A gateway with EVSEs of its own, the grid meter, the grid controller {@code dms}, and vehicles
 * over real sockets.
 */
final class OwnSite implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final double BUILDING_W = 5_000;
  private static final long METER_MS = 50;

  private final Home home;
  private final Bays bays;
  private final SimulatedMeter meter;
  private final Yard yard = new Yard(1);
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(
          2,
          work -> {
            Thread thread = new Thread(work, "surroundings");
            thread.setDaemon(true);
            return thread;
          });
  private Gateway gateway;

  /** A vehicle and what was seen of it. */
  record Driven(SimulatedVehicle vehicle, Logbook log, SimulatedEvse evse) {}

  /**
   * A site that is not started yet.
   *
   * @param direct DC EVSEs, E01 and so on
   * @param alternating AC EVSEs after them
   */
  OwnSite(Path folder, int direct, int alternating) throws Exception {
    this(folder, "lo", direct, alternating);
  }

  OwnSite(Path folder, String iface, int direct, int alternating) throws Exception {
    this(folder, iface, direct, alternating, direct + alternating);
  }

  /**
   * The same with several boards.
   *
   * @param perBoard EVSEs that share one
   */
  OwnSite(Path folder, String iface, int direct, int alternating, int perBoard) throws Exception {
    home =
        Home.in(folder)
            .set("io.tidegate.core.clock/source=assumed")
            // what a busy machine needs; the timeouts themselves are tested without a clock
            .set("io.tidegate.charging.iso15118.v20/loop.grace.ms=4000")
            .set("io.tidegate.charging.iso15118.v20/contract.roots=config/keys/mo.pem");
    bays = new Bays("E", iface, Home.freePorts(direct + alternating), direct, perBoard);
    int meterPort = Home.freePorts(1)[0];
    meter = new SimulatedMeter(meterPort);
    bays.configure(home.folder());
    home.write(
            "config/site.yaml",
            "site: EVSEs of our own\n"
                + "grid: {importCapKw: 5000, exportCapKw: 5000, nominalVoltageV: 230,"
                + " nominalFrequencyHz: 50, buildingDesignLoadKw: 15, meter: grid}\n"
                + "stations:\n"
                + bays.stations("grid", 50)
                + "mandates:\n"
                + "  - {id: dms, kind: upstream, highest: grid-emergency, keepAlive: 5s}\n"
                + "safety: {minSocPct: 20, reenableSocPct: 30, reenableDelayS: 2, meterMaxAgeS: 5}\n")
        .copy(OwnSite.class, "meter.yaml", "config/registers/simulated.yaml")
        .write(
            "config/io.tidegate.hardware.modbus.bus~grid.cfg",
            "name = grid\nhost = 127.0.0.1\nport = "
                + meterPort
                + "\nbackOffMinMs = 200\nbackOffMaxMs = 500\n")
        .write(
            "config/io.tidegate.hardware.modbus.meter~grid.cfg",
            "name = grid\nbus = grid\nmap = simulated\n");
    every(METER_MS, () -> meter.power(BUILDING_W + bays.powerW()));
  }

  private void every(long millis, Runnable work) {
    var unused = clock.scheduleAtFixedRate(work, 0, millis, TimeUnit.MILLISECONDS);
  }

  OwnSite start() throws Exception {
    return started(Gateway.start(home));
  }

  /** With bundles that can be swapped. */
  OwnSite startSwappable(Path copy) throws Exception {
    return started(Gateway.swappable(home, copy));
  }

  private OwnSite started(Gateway begun) throws InterruptedException {
    gateway = begun.awaitReady();
    every(1_000, this::keepAlive);
    Await.until("EVSEs that are ready", PATIENCE, this::ready, this::story);
    return this;
  }

  private boolean ready() throws IOException, InterruptedException {
    boolean ready = good("v2gtp-transport") && good("iso15118-20");
    for (int i = 0; i < bays.count(); i++) {
      ready &= good("evse " + bays.id(i));
    }
    return ready;
  }

  private boolean good(String check) throws IOException, InterruptedException {
    String status = gateway.rest().health(check).path("status").asText();
    return status.equals("ok") || status.equals("warn");
  }

  private void keepAlive() {
    try {
      gateway.rest().keepAlive();
    } catch (IOException e) {
      // the next one is tried
      Thread.onSpinWait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Home home() {
    return home;
  }

  Gateway gateway() {
    return gateway;
  }

  VehiclePki pki() {
    return bays.pki();
  }

  Bays bays() {
    return bays;
  }

  /** A vehicle at an EVSE, with a certificate of its own. */
  Driven plugIn(int index, VehicleProfile profile, Battery battery) throws Exception {
    return plugIn(index, profile, battery, pki().vehicle(profile.evccId()));
  }

  Driven plugIn(int index, VehicleProfile profile, Battery battery, Credentials credentials) {
    return plugIn(index, profile, battery, credentials, bays.door(index));
  }

  /** A vehicle that searches its station as it likes. */
  Driven plugIn(
      int index, VehicleProfile profile, Battery battery, Credentials credentials, Endpoint door) {
    Logbook log = new Logbook();
    return new Driven(
        plugIn(index, profile, battery, credentials, door, log), log, bays.evse(index));
  }

  /** A vehicle that somebody looks at. */
  SimulatedVehicle plugIn(
      int index,
      VehicleProfile profile,
      Battery battery,
      Credentials credentials,
      Endpoint door,
      Witness witness) {
    return yard.plugIn(profile, battery, bays.plug(index), credentials, door, witness);
  }

  /** Where a vehicle without TLS searches. */
  Endpoint plainDoor(int index) {
    Endpoint door = bays.door(index);
    return Endpoint.search(door.iface(), door.sdpPort(), false);
  }

  /** The same EVSEs for vehicles of ISO 15118-2 and DIN 70121. */
  OwnSite forAll() {
    home.set("io.tidegate.charging.v2gtp.transport/tls=optional")
        .set("io.tidegate.charging.iso15118.v2/loop.grace.ms=4000")
        .set("io.tidegate.charging.iso15118.v2/contract.roots=config/keys/mo.pem")
        .set("io.tidegate.charging.din70121/loop.grace.ms=4000");
    return this;
  }

  /** Takes up a paused session. */
  Driven resume(Driven paused, int index, VehicleProfile profile) {
    Logbook log = new Logbook();
    return new Driven(
        yard.resume(paused.vehicle(), profile, bays.door(index), log), log, paused.evse());
  }

  /** Another vehicle that has learned the id of a paused session, at the same plug. */
  Driven steal(
      Driven paused, int index, VehicleProfile profile, Battery battery, Credentials credentials) {
    Logbook log = new Logbook();
    return new Driven(
        yard.steal(
            paused.vehicle(),
            profile,
            battery,
            bays.plug(index),
            credentials,
            bays.door(index),
            log),
        log,
        paused.evse());
  }

  /** Power for all vehicles together, by order of the grid controller. */
  void command(String id, double powerW, long seconds) throws Exception {
    Instant now = Instant.now();
    int status = gateway.rest().command(id, powerW, now, now.plusSeconds(seconds)).status();
    if (status != 202) {
      throw new AssertionError("the command was answered " + status + "\n" + story());
    }
  }

  void await(String what, Driven driven, Await.Condition condition) throws InterruptedException {
    Await.until(what, PATIENCE, condition, () -> driven.log() + "\n" + story());
  }

  /** Waits for the end of a session. */
  Ending ending(Driven driven) throws Exception {
    await("the end", driven, () -> driven.vehicle().ended().isDone());
    return driven.vehicle().ended().get();
  }

  /** Takes the vehicle away, and waits until the EVSE is free again. */
  void leave(Driven driven) throws InterruptedException {
    driven.vehicle().unplug();
    driven.vehicle().hangUp();
    // later it would pull out the next one's plug
    driven.vehicle().settle();
    await("a free EVSE", driven, () -> !driven.evse().connected() && !driven.evse().energised());
  }

  /** What is there, for a test that fails. */
  String story() {
    try {
      return gateway.rest().site().toPrettyString() + "\n" + gateway.story();
    } catch (IOException e) {
      return e + "\n" + gateway.story();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return gateway.story();
    }
  }

  @Override
  public void close() throws Exception {
    clock.shutdownNow();
    yard.close();
    bays.close();
    meter.close();
    if (gateway != null) {
      gateway.close();
    }
  }
}
