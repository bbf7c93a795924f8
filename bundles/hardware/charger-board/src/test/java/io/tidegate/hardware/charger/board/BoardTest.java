package io.tidegate.hardware.charger.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.device.ConnectorLock;
import io.tidegate.api.device.Contactor;
import io.tidegate.api.device.Device;
import io.tidegate.api.device.DeviceException;
import io.tidegate.api.device.EmergencyStop;
import io.tidegate.api.device.EnergyMeter;
import io.tidegate.api.device.InsulationMonitor;
import io.tidegate.api.device.PilotFrontEnd;
import io.tidegate.api.device.PowerModule;
import io.tidegate.sim.board.ChannelSpec;
import io.tidegate.sim.board.Plug;
import io.tidegate.sim.board.SimulatedBoard;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The driver and a simulated board over TCP. */
class BoardTest {
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

  private SimulatedBoard simulated;
  private Board board;
  private final Map<String, Device> devices = new HashMap<>();

  @BeforeEach
  void connect() throws IOException {
    simulated =
        new SimulatedBoard(
            List.of(ChannelSpec.dc(100, 40_000), ChannelSpec.dc(50, 20_000), ChannelSpec.ac(3)));
    board =
        new Board(
            BoardSettings.read(
                "pid",
                Map.of(
                    "name", "b1",
                    "port", "tcp:127.0.0.1:" + simulated.port(),
                    "evses", "E01, E02, E03",
                    // a busy machine may take its time
                    "ackMs", "100",
                    "silenceMs", "1000",
                    "holdMs", "10000")));
    for (BoardChannel channel : board.channels()) {
      channel.devices().keySet().forEach(d -> devices.put(d.name(), d));
    }
    await(() -> board.trouble().isEmpty() && contactor("E01").feedback().fault().isEmpty());
    await(() -> contactor("E03").feedback().fault().isEmpty());
  }

  @AfterEach
  void close() {
    board.close();
    simulated.close();
  }

  @Test
  void closesAndOpensAContactorAndSeesIt() {
    command(() -> contactor("E01").set(true));
    await(() -> contactor("E01").feedback().value().orElseThrow());
    assertThat(contactor("E02").feedback().value()).contains(false);
    command(() -> contactor("E01").set(false));
    await(() -> !contactor("E01").feedback().value().orElseThrow());
  }

  @Test
  void measuresThePilotAndMakesItsDutyCycle() {
    PilotFrontEnd pilot = device("E02.front-end", PilotFrontEnd.class);
    command(() -> pilot.pwm(5));
    simulated.evse(1).connect();
    await(() -> pilot.sample().value().orElseThrow().highV() == 9);
    assertThat(pilot.sample().value().orElseThrow().lowV()).isEqualTo(-12);
    assertThat(simulated.evse(1).dutyPct()).isEqualTo(5);
  }

  @Test
  void drivesTheSupplyBothWays() {
    simulated.evse(0).connect();
    simulated.evse(0).battery(400, 0.1);
    PowerModule supply = device("E01.supply", PowerModule.class);
    await(() -> supply.rating().maxSinkA() == 100);
    command(() -> supply.set(400, 0));
    await(() -> supply.output().value().orElseThrow().volts() == 400);
    command(() -> contactor("E01").set(true));
    await(() -> simulated.evse(0).energised());
    simulated.evse(0).contactor(true);
    command(() -> supply.set(450, 20));
    await(() -> supply.output().value().orElseThrow().amps() == 20);
    command(() -> supply.set(450, -15));
    await(() -> supply.output().value().orElseThrow().amps() == -15);
    EnergyMeter meter = device("E01.meter", EnergyMeter.class);
    await(() -> meter.registers().value().orElseThrow().exportWh() > 0);
    command(supply::off);
    await(() -> supply.output().value().orElseThrow().amps() == 0);
  }

  @Test
  void hearsOfADerateFromTheBoard() {
    PowerModule supply = device("E01.supply", PowerModule.class);
    await(() -> supply.rating().maxW() == 40_000);
    simulated.evse(0).derate(7_000);
    await(() -> supply.rating().maxW() == 7_000);
  }

  @Test
  void givesAnInsulationThatIsOlderThanTheTestUntilItIsDone() {
    InsulationMonitor monitor = device("E01.insulation", InsulationMonitor.class);
    simulated.evse(0).connect();
    simulated.evse(0).insulation(123_000);
    Instant asked = Instant.now();
    command(monitor::test);
    await(() -> monitor.ohms().at().isAfter(asked));
    assertThat(monitor.ohms().value()).contains(123_000.0);
  }

  @Test
  void locksAndSaysWhenTheLockHasMoved() {
    ConnectorLock lock = device("E01.lock", ConnectorLock.class);
    simulated.evse(0).connect();
    command(lock::lock);
    await(() -> lock.locked().value().orElseThrow());
    assertThat(simulated.evse(0).disconnect()).isFalse();
    simulated.evse(0).jamLock(true);
    assertThatThrownBy(lock::unlock)
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("ERR_BOARD_REFUSED");
  }

  @Test
  void seesAnEmergencyStopAndThatNothingClosesThen() {
    simulated.evse(0).emergencyStop(true);
    await(() -> device("E01.emergency-stop", EmergencyStop.class).pressed().value().orElseThrow());
    assertThatThrownBy(() -> contactor("E01").set(true)).hasMessageContaining("INTERLOCK");
  }

  @Test
  void saysThatABoardIsSilentAndRecovers() {
    command(() -> contactor("E01").set(true));
    simulated.silence(true);
    await(() -> contactor("E01").feedback().fault().equals(Board.SILENT));
    await(() -> board.trouble().startsWith(Board.SILENT));
    assertThatThrownBy(() -> contactor("E01").set(true)).isInstanceOf(DeviceException.class);
    simulated.silence(false);
    await(() -> contactor("E01").feedback().fault().isEmpty());
    await(() -> board.trouble().isEmpty());
    command(() -> contactor("E01").set(false));
  }

  @Test
  void connectsAgainAfterTheLineWasLost() {
    for (int round = 0; round < 3; round++) {
      simulated.drop();
      await(() -> contactor("E01").feedback().fault().equals(Board.SILENT));
      await(() -> contactor("E01").feedback().fault().isEmpty());
    }
    command(() -> contactor("E02").set(true));
    await(() -> simulated.evse(1).energised());
  }

  @Test
  void readsOnThroughNoise() {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      simulated.noise(noise);
      command(() -> contactor("E01").set(true));
    }
    assertThat(board.losses()).contains("damaged");
    assertThat(board.trouble()).isEmpty();
  }

  /** Answers of one EVSE are never taken for another's. */
  @Test
  void keepsManyCommandsAtOnceApart() throws Exception {
    simulated.evse(0).emergencyStop(true);
    List<Future<int[]>> results = new ArrayList<>();
    ExecutorService crowd = Executors.newFixedThreadPool(6);
    for (int i = 0; i < 6; i++) {
      String evse = i % 2 == 0 ? "E01" : "E02";
      results.add(crowd.submit(() -> outcomes(evse)));
    }
    for (int i = 0; i < 6; i++) {
      int[] outcome = results.get(i).get(60, TimeUnit.SECONDS);
      if (i % 2 == 0) {
        assertThat(outcome[0]).as("nothing closes under the emergency stop").isZero();
      } else {
        assertThat(outcome[1]).as("nothing is refused elsewhere").isZero();
        assertThat(outcome[0]).isPositive();
      }
    }
    crowd.shutdown();
  }

  /** How many were taken and how many refused; late answers count as neither. */
  private int[] outcomes(String evse) {
    int[] outcome = new int[2];
    for (int round = 0; round < 200; round++) {
      try {
        contactor(evse).set(true);
        outcome[0]++;
      } catch (DeviceException e) {
        outcome[1] += e.code().equals("ERR_BOARD_REFUSED") ? 1 : 0;
      }
    }
    return outcome;
  }

  @Test
  void takesAcCurrentFromTheMeter() {
    Plug plug = simulated.evse(2);
    plug.connect();
    plug.takes(10);
    command(() -> contactor("E03").set(true));
    EnergyMeter meter = device("E03.meter", EnergyMeter.class);
    await(() -> meter.registers().value().orElseThrow().powerW() == 6_900);
  }

  @Test
  void refusesPortsThatAreNone() {
    assertThatThrownBy(
            () ->
                BoardSettings.read(
                    "pid", Map.of("name", "b", "port", "udp:1", "evses", "E01, E01")))
        .hasMessageContaining("field port")
        .hasMessageContaining("field evses");
    assertThat(
            BoardSettings.read(
                    "pid", Map.of("name", "b", "port", "serial:/dev/ttyS9", "evses", "E01,,E03"))
                .evses())
        .containsExactly("E01", "", "E03");
  }

  @Test
  void saysThatASerialPortCannotBeOpened() {
    Board other =
        new Board(
            BoardSettings.read(
                "pid", Map.of("name", "b2", "port", "serial:/dev/no-such-port", "evses", "E09")));
    await(() -> other.trouble().contains("/dev/no-such-port"));
    other.close();
  }

  @FunctionalInterface
  private interface Act {
    void run() throws DeviceException;
  }

  /** A command is repeated when its answer was late, as supervisors do. */
  private static void command(Act act) {
    await(
        () -> {
          try {
            act.run();
            return true;
          } catch (DeviceException e) {
            return false;
          }
        });
  }

  private Contactor contactor(String evse) {
    return device(evse + ".contactor", Contactor.class);
  }

  private <T> T device(String name, Class<T> capability) {
    return capability.cast(devices.get(name));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }
}
