package io.tidegate.hardware.charger.board;

import io.tidegate.api.device.ConnectorLock;
import io.tidegate.api.device.Contactor;
import io.tidegate.api.device.Device;
import io.tidegate.api.device.DeviceException;
import io.tidegate.api.device.EmergencyStop;
import io.tidegate.api.device.EnergyMeter;
import io.tidegate.api.device.InsulationMonitor;
import io.tidegate.api.device.PilotFrontEnd;
import io.tidegate.api.device.PowerModule;
import io.tidegate.api.device.Reading;
import io.tidegate.codec.charger.board.BoardMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One EVSE of a board: what it said last, and its devices. Readings are cheap; commands wait for
 * the board's answer. Thread-safe.
 */
final class BoardChannel {
  private static final long MILLI = 1_000_000;

  private final Board board;
  private final BoardSettings settings;
  private final int number;
  private volatile Heard<BoardMessage.Status> status;
  private volatile Heard<BoardMessage.Meter> meter;
  private volatile BoardMessage.Info info =
      new BoardMessage.Info("", "", "", false, BoardMessage.Rating.NONE);
  private volatile Heard<Double> ohms;
  private boolean testAsked;
  private boolean testTaken;
  private volatile boolean lost = true;

  /** Something that was said. */
  private record Heard<T>(T value, Instant at, long nanos) {}

  BoardChannel(Board board, BoardSettings settings, int number) {
    this.board = board;
    this.settings = settings;
    this.number = number;
  }

  String evse() {
    return settings.evses().get(number);
  }

  /** The devices and what each can do; empty for a channel that nobody uses. */
  Map<Device, Class<? extends Device>> devices() {
    Map<Device, Class<? extends Device>> devices = new LinkedHashMap<>();
    if (!evse().isEmpty()) {
      devices.put(new FrontEnd(), PilotFrontEnd.class);
      devices.put(new MainContactor(), Contactor.class);
      devices.put(new Lock(), ConnectorLock.class);
      devices.put(new Stop(), EmergencyStop.class);
      devices.put(new Supply(), PowerModule.class);
      devices.put(new Insulation(), InsulationMonitor.class);
      devices.put(new Registers(), EnergyMeter.class);
    }
    return devices;
  }

  // the board says

  void heard(BoardMessage message) {
    lost = false;
    Instant at = Instant.now();
    long nanos = System.nanoTime();
    if (message instanceof BoardMessage.Status s) {
      status = new Heard<>(s, at, nanos);
      insulation(s, at, nanos);
    } else if (message instanceof BoardMessage.Meter m) {
      meter = new Heard<>(m, at, nanos);
    } else if (message instanceof BoardMessage.Info i) {
      info = i;
    }
  }

  /** A resistance counts when no test is running that was asked for before. */
  private synchronized void insulation(BoardMessage.Status s, Instant at, long nanos) {
    if (s.flags().testing() || (testAsked && !testTaken)) {
      return;
    }
    testAsked = false;
    testTaken = false;
    if (!Double.isNaN(s.insulationOhm())) {
      ohms = new Heard<>(s.insulationOhm(), at, nanos);
    }
  }

  private synchronized void ask() {
    testAsked = true;
    testTaken = false;
  }

  private synchronized void taken() {
    testTaken = testAsked;
  }

  private synchronized void withdraw() {
    testAsked = false;
    testTaken = false;
  }

  /** The line is gone: nothing that was said is true any more. */
  void lost() {
    lost = true;
  }

  private <S, T> Reading<T> reading(Heard<S> heard, Function<S, T> value) {
    if (heard == null) {
      return new Reading<>(Optional.empty(), Instant.EPOCH, Board.SILENT);
    }
    boolean silent = lost || old();
    return new Reading<>(
        Optional.of(value.apply(heard.value())), heard.at(), silent ? Board.SILENT : "");
  }

  private boolean old() {
    Heard<BoardMessage.Status> now = status;
    return now == null || System.nanoTime() - now.nanos() > settings.silenceMs() * MILLI;
  }

  private void say(BoardMessage message) throws DeviceException {
    board.command(number, message, () -> {});
  }

  // the devices

  private abstract class Part implements Device {
    private final String name;

    Part(String suffix) {
      name = evse() + '.' + suffix;
    }

    @Override
    public String name() {
      return name;
    }
  }

  private final class FrontEnd extends Part implements PilotFrontEnd {
    FrontEnd() {
      super("front-end");
    }

    @Override
    public Reading<Sample> sample() {
      return reading(status, s -> new Sample(s.pilotHighV(), s.pilotLowV()));
    }

    @Override
    public void pwm(double percent) throws DeviceException {
      say(new BoardMessage.Pilot(percent));
    }
  }

  private final class MainContactor extends Part implements Contactor {
    MainContactor() {
      super("contactor");
    }

    @Override
    public Reading<Boolean> feedback() {
      return reading(status, s -> s.flags().closed());
    }

    @Override
    public void set(boolean closed) throws DeviceException {
      say(new BoardMessage.Switch(closed, settings.holdMs()));
    }
  }

  private final class Lock extends Part implements ConnectorLock {
    Lock() {
      super("lock");
    }

    @Override
    public void lock() throws DeviceException {
      say(new BoardMessage.Lock(true));
    }

    @Override
    public void unlock() throws DeviceException {
      say(new BoardMessage.Lock(false));
    }

    @Override
    public Reading<Boolean> locked() {
      return reading(status, s -> s.flags().locked());
    }
  }

  private final class Stop extends Part implements EmergencyStop {
    Stop() {
      super("emergency-stop");
    }

    @Override
    public Reading<Boolean> pressed() {
      return reading(status, s -> s.flags().emergencyStop());
    }
  }

  private final class Supply extends Part implements PowerModule {
    Supply() {
      super("supply");
    }

    @Override
    public Rating rating() {
      BoardMessage.Rating r = info.rating();
      return new Rating(r.minV(), r.maxV(), r.maxSourceA(), r.maxSinkA(), r.maxW());
    }

    @Override
    public void set(double volts, double amps) throws DeviceException {
      say(new BoardMessage.Output(true, volts, amps, settings.holdMs()));
    }

    @Override
    public void off() throws DeviceException {
      say(new BoardMessage.Output(false, 0, 0, 0));
    }

    @Override
    public Reading<Output> output() {
      return reading(status, s -> new Output(s.volts(), s.amps()));
    }
  }

  private final class Insulation extends Part implements InsulationMonitor {
    Insulation() {
      super("insulation");
    }

    @Override
    public void test() throws DeviceException {
      ask();
      try {
        board.command(number, new BoardMessage.TestInsulation(), BoardChannel.this::taken);
      } catch (DeviceException e) {
        withdraw();
        throw e;
      }
    }

    @Override
    public Reading<Double> ohms() {
      return reading(ohms, value -> value);
    }
  }

  private final class Registers extends Part implements EnergyMeter {
    Registers() {
      super("meter");
    }

    @Override
    public Reading<EnergyMeter.Registers> registers() {
      return reading(
          meter,
          m ->
              new EnergyMeter.Registers(
                  info.meterSerial(), m.importWh(), m.exportWh(), m.powerW(), m.signature()));
    }
  }
}
