package io.tidegate.charging.secc;

import io.tidegate.api.device.ConnectorLock;
import io.tidegate.api.device.Contactor;
import io.tidegate.api.device.ControlPilot;
import io.tidegate.api.device.DeviceException;
import io.tidegate.api.device.EmergencyStop;
import io.tidegate.api.device.EnergyMeter;
import io.tidegate.api.device.InsulationMonitor;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.device.PowerModule;
import io.tidegate.api.device.Reading;
import io.tidegate.codec.settings.Newest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Version;

/** All devices of an EVSE at once, quick and obedient unless a test says otherwise. */
final class FakeCharger {
  final String evse;
  volatile PilotState state = PilotState.A;
  volatile boolean closed;
  volatile boolean locked;
  volatile boolean pressed;
  volatile boolean silent;
  volatile double volts;
  volatile double amps;
  volatile double duty = Double.NaN;
  volatile double importWh = 1_000;
  volatile Instant tested = Instant.EPOCH;
  volatile int closes;

  /** While set, the supply does not answer. */
  volatile CountDownLatch stuck;

  FakeCharger(String evse) {
    this.evse = evse;
  }

  void join(Devices devices) {
    add(devices, ".pilot", new Pilot());
    add(devices, ".contactor", new Main());
    add(devices, ".supply", new Supply());
    add(devices, ".insulation", new Monitor());
    add(devices, ".lock", new Lock());
    add(devices, ".emergency-stop", new Stop());
    add(devices, ".meter", new Meter());
  }

  private void add(Devices devices, String what, Object device) {
    devices.add(
        evse + what, device, new Newest.Standing(0, Version.emptyVersion, System.nanoTime()));
  }

  private <T> Reading<T> reading(T value) {
    return new Reading<>(Optional.of(value), Instant.now(), silent ? "ERR_BOARD_SILENT" : "");
  }

  private class Named {
    public String name() {
      return evse;
    }
  }

  private final class Pilot extends Named implements ControlPilot {
    @Override
    public Reading<PilotState> state() {
      return reading(state);
    }

    @Override
    public void duty(double percent) {
      duty = percent;
    }

    @Override
    public void unavailable(boolean on) {
      duty = on ? 0 : duty;
    }
  }

  private final class Main extends Named implements Contactor {
    @Override
    public Reading<Boolean> feedback() {
      return reading(closed);
    }

    @Override
    public void set(boolean wanted) {
      closed = wanted;
      closes += wanted ? 1 : 0;
    }
  }

  private final class Supply extends Named implements PowerModule {
    @Override
    public Rating rating() {
      return new Rating(150, 1_000, 100, 100, 40_000);
    }

    @Override
    public void set(double maxV, double maxA) throws DeviceException {
      answer();
      volts = closed ? 400 : maxV;
      amps = closed ? maxA : 0;
    }

    @Override
    public void off() throws DeviceException {
      volts = 0;
      amps = 0;
      answer();
    }

    private void answer() throws DeviceException {
      CountDownLatch latch = stuck;
      try {
        if (latch != null && !latch.await(30, TimeUnit.SECONDS)) {
          throw new DeviceException("ERR_BOARD_SILENT", "stuck", null);
        }
      } catch (InterruptedException e) {
        throw new DeviceException("ERR_BOARD_SILENT", "interrupted", e);
      }
    }

    @Override
    public Reading<Output> output() {
      return reading(new Output(volts, amps));
    }
  }

  private final class Monitor extends Named implements InsulationMonitor {
    @Override
    public void test() {
      tested = Instant.now();
    }

    @Override
    public Reading<Double> ohms() {
      return reading(2e6);
    }
  }

  private final class Lock extends Named implements ConnectorLock {
    @Override
    public void lock() {
      locked = true;
    }

    @Override
    public void unlock() {
      locked = false;
    }

    @Override
    public Reading<Boolean> locked() {
      return reading(locked);
    }
  }

  private final class Stop extends Named implements EmergencyStop {
    @Override
    public Reading<Boolean> pressed() {
      return reading(pressed);
    }
  }

  private final class Meter extends Named implements EnergyMeter {
    @Override
    public Reading<Registers> registers() {
      return reading(new Registers("M-" + evse, importWh, 0, Double.NaN, Optional.empty()));
    }
  }
}
