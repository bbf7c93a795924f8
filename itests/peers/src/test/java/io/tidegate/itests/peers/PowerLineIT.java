package io.tidegate.itests.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.sim.board.ChannelSpec;
import io.tidegate.sim.board.SimulatedBoard;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.BoardPlug;
import io.tidegate.sim.ev.Credentials;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Endpoint;
import io.tidegate.sim.ev.Logbook;
import io.tidegate.sim.ev.Phase;
import io.tidegate.sim.ev.SimulatedVehicle;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.Yard;
import io.tidegate.sim.slac.NetworkNamespace;
import io.tidegate.sim.slac.SlacSimulator;
import io.tidegate.sim.slac.SlacVehicle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway in one network namespace, a vehicle in another, a cable between them: plugged in,
 * matched over raw Ethernet, found by discovery on link-local IPv6, charging. Everything but the
 * matching is patient, for the machine may be busy. Needs root and iproute2; without them it fails
 * (S5.7, S2.5).
 */
class PowerLineIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SDP = 15118;

  @TempDir Path folder;

  private static final AtomicInteger CABLES = new AtomicInteger();

  private final String cable =
      "tgp" + ProcessHandle.current().pid() % 1_000_000 + "-" + CABLES.incrementAndGet();
  private final Logbook log = new Logbook();
  private NetworkNamespace namespace;
  private SimulatedBoard board;
  private SlacSimulator modem;
  private Gateway gateway;
  private Yard yard;
  private BoardCable serial;

  @BeforeEach
  void plugEverythingTogether() throws Exception {
    namespace = NetworkNamespace.create(cable, cable);
    board = new SimulatedBoard(List.of(ChannelSpec.dc(125, 50_000)));
    serial = new BoardCable(namespace, board.port());
    modem = SlacSimulator.open(cable);
    yard = new Yard(1);
    Home home =
        Home.in(folder)
            .copy(PowerLineIT.class, "power-line-site.yaml", "config/site.yaml")
            .write(
                "config/io.tidegate.hardware.charger.board~b1.cfg",
                "name = b1\nport = tcp:127.0.0.1:"
                    + serial.port()
                    + "\nevses = E01\nholdMs = 10000\nackMs = 2000\nsilenceMs = 5000\n")
            .write("config/io.tidegate.hardware.control.pilot~E01.cfg", "name = E01.pilot\n")
            .write(
                "config/io.tidegate.charging.secc~E01.cfg",
                "evse = E01\nmaxChargeA = 100\nmaxDischargeA = 100\nauthorisation = any\n"
                    + "contactorMs = 3000\nsilenceMs = 2000\nobeyMs = 30000\n")
            .write("config/io.tidegate.charging.iso15118.v20.cfg", "loop.grace.ms = 30000\n")
            .write(
                "config/io.tidegate.charging.slac~E01.cfg",
                "evse = E01\ninterface = " + NetworkNamespace.INSIDE + "\n")
            .write(
                "config/io.tidegate.charging.v2gtp.transport.cfg",
                "doors = E01@" + NetworkNamespace.INSIDE + "\ntls = off\nlab.plain = true\n");
    gateway = Gateway.start(home, namespace.command()).awaitReady();
  }

  @AfterEach
  void takeEverythingApart() throws Exception {
    for (AutoCloseable part : Arrays.asList(yard, gateway, modem, serial, board, namespace)) {
      if (part != null) {
        part.close();
      }
    }
  }

  private void await(String what, Await.Condition condition) throws InterruptedException {
    Await.until(what, PATIENCE, condition, () -> log + "\n" + gateway.story());
  }

  /** Plugs in; the vehicle asks again until the EVSE has noticed it. */
  private SlacVehicle.Match match() throws InterruptedException {
    board.evse(0).connect();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<SlacVehicle.Match> match = modem.match(Duration.ofSeconds(5));
      if (match.isPresent()) {
        return match.get();
      }
    }
    throw new AssertionError("no match\n" + gateway.story());
  }

  private SimulatedVehicle charge() throws InterruptedException {
    SlacVehicle.Match match = match();
    assertThat(match.key()).isEqualTo(modem.modem().key().orElseThrow());
    SimulatedVehicle vehicle =
        yard.plugIn(
            VehicleProfile.dc("WDC1").bothWays().with(VehicleProfile.Pace.PATIENT),
            new Battery(60_000, 50, 400, 10),
            BoardPlug.direct(board.evse(0)),
            Credentials.NONE,
            Endpoint.search(cable, SDP, false),
            log);
    await("the charger is found", () -> log.course().contains(Phase.SESSION_SETUP));
    await("the vehicle charges", () -> log.looped() > 20);
    return vehicle;
  }

  @Test
  void findsItsChargerOverThePowerLineAndThenOverTheNetworkAndCharges() throws Exception {
    SimulatedVehicle vehicle = charge();
    vehicle.stop();
    assertThat(vehicle.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).kind())
        .as("%s\n%s", log, gateway.story())
        .isEqualTo(Ending.Kind.DONE);
    await("the EVSE leaves the network", () -> !modem.modem().linked());
  }

  @Test
  void endsTheSessionWhenMoreThanFivePercentOfThePacketsAreLost() throws Exception {
    SimulatedVehicle vehicle = charge();
    assertThat(gateway.home().log()).doesNotContain("ERR_ISO_TIMEOUT");
    await(
        "the session is ended",
        () -> {
          modem.modem().traffic(90, 10, 1);
          return vehicle.ended().isDone();
        });
    assertThat(gateway.home().log()).contains("ERR_ISO_TIMEOUT");
    await("the contactor is open", () -> !board.evse(0).energised());
  }
}
