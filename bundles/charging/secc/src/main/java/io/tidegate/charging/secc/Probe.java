package io.tidegate.charging.secc;

import io.tidegate.api.device.ConnectorLock;
import io.tidegate.api.device.Contactor;
import io.tidegate.api.device.ControlPilot;
import io.tidegate.api.device.EmergencyStop;
import io.tidegate.api.device.EnergyMeter;
import io.tidegate.api.device.InsulationMonitor;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.device.PowerModule;
import io.tidegate.api.device.Reading;
import io.tidegate.api.vehicle.PlcLink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the devices and takes out what is stale: a reading whose time stamp has not moved for too
 * long on the monotonic clock, whatever the wall clock does. Guarded by its unit.
 */
final class Probe {
  /** Time for devices to come up after the unit. */
  private static final long GRACE_MS = 3_000;

  /** Energy may be older than current, and only AC has its current from the meter. */
  private static final long METER_MS = 10_000;

  private static final long AC_METER_MS = 2_000;
  private static final long MILLI = 1_000_000;

  private final UnitSettings set;
  private final Devices devices;
  private final Hands hands;
  private final Supplier<Optional<PlcLink>> plc;
  private final long begun;
  private final Map<String, Mark> marks = new HashMap<>();
  private final Set<String> heard = new HashSet<>();
  private final List<String> silent = new ArrayList<>(4);

  private record Mark(Instant at, long seen) {}

  Probe(
      UnitSettings set, Devices devices, Hands hands, Supplier<Optional<PlcLink>> plc, long begun) {
    this.set = set;
    this.devices = devices;
    this.hands = hands;
    this.plc = plc;
    this.begun = begun;
  }

  Sensed read(long now) {
    silent.clear();
    UnitSettings.DeviceNames names = set.devices();
    Optional<PilotState> pilot =
        needed(
            names.pilot(), find(names.pilot(), ControlPilot.class).map(ControlPilot::state), now);
    Optional<Boolean> closed =
        needed(
            names.contactor(),
            find(names.contactor(), Contactor.class).map(Contactor::feedback),
            now);
    Optional<Boolean> pressed =
        needed(
            names.stop(), find(names.stop(), EmergencyStop.class).map(EmergencyStop::pressed), now);
    Optional<Boolean> locked =
        fresh(
            names.lock(),
            find(names.lock(), ConnectorLock.class).map(ConnectorLock::locked),
            now,
            set.silenceMs());
    Optional<EnergyMeter.Registers> meter = meter(names.meter(), now);
    Optional<PowerModule> supply = find(names.supply(), PowerModule.class);
    Optional<PowerModule.Output> output =
        set.rating().direct()
            ? needed(names.supply(), supply.map(PowerModule::output), now)
            : Optional.empty();
    double powerW = meter.map(EnergyMeter.Registers::powerW).orElse(Double.NaN);
    return new Sensed(
        pilot.orElse(PilotState.UNKNOWN),
        closed,
        locked,
        pressed.orElse(false),
        set.rating().direct() ? output.map(PowerModule.Output::volts).orElse(Double.NaN) : acV(),
        set.rating().direct()
            ? output.map(PowerModule.Output::amps).orElse(Double.NaN)
            : powerW / (acV() * set.rating().phases()),
        ohms(names).orElse(Double.NaN),
        tested(names),
        meter,
        supply
            .map(PowerModule::rating)
            .filter(r -> r.maxW() > 0)
            .map(PowerModule.Rating::maxW)
            .orElse(Double.NaN),
        plc.get().map(PlcLink::report),
        String.join(", ", silent));
  }

  /** AC: the meter says power; voltage is the nominal one. */
  private double acV() {
    return set.rating().nominalV();
  }

  private <T> Optional<T> find(String name, Class<T> capability) {
    return devices.find(name, capability);
  }

  private <T> Optional<T> needed(String name, Optional<Reading<T>> reading, long now) {
    Optional<T> value = fresh(name, reading, now, set.silenceMs());
    miss(name, value.isPresent(), now);
    return value;
  }

  /** A device counts as silent when it was heard before, or has had time to come up. */
  private void miss(String name, boolean here, long now) {
    if (here) {
      heard.add(name);
    } else if (!name.isEmpty() && (heard.contains(name) || now - begun > GRACE_MS * MILLI)) {
      silent.add(name);
    }
  }

  private Optional<EnergyMeter.Registers> meter(String name, long now) {
    boolean direct = set.rating().direct();
    Optional<EnergyMeter.Registers> value =
        fresh(
            name,
            find(name, EnergyMeter.class).map(EnergyMeter::registers),
            now,
            direct ? METER_MS : AC_METER_MS);
    if (!direct) {
      miss(name, value.isPresent(), now);
    }
    return value;
  }

  private <T> Optional<T> fresh(
      String name, Optional<Reading<T>> reading, long now, long silenceMs) {
    if (reading.isEmpty()) {
      return Optional.empty();
    }
    Reading<T> r = reading.get();
    Mark mark = marks.get(name);
    if (mark == null || !mark.at().equals(r.at())) {
      mark = new Mark(r.at(), now);
      marks.put(name, mark);
    }
    boolean old = now - mark.seen() > silenceMs * MILLI;
    return old || !r.fault().isEmpty() ? Optional.empty() : r.value();
  }

  private Optional<Double> ohms(UnitSettings.DeviceNames names) {
    return find(names.insulation(), InsulationMonitor.class)
        .map(InsulationMonitor::ohms)
        .filter(r -> r.fault().isEmpty())
        .flatMap(Reading::value);
  }

  /** Number of the newest test that the monitor has finished. */
  private long tested(UnitSettings.DeviceNames names) {
    Hands.Test test = hands.test();
    boolean done =
        find(names.insulation(), InsulationMonitor.class)
            .map(InsulationMonitor::ohms)
            .filter(r -> r.fault().isEmpty() && r.at().isAfter(test.at()))
            .isPresent();
    return done ? test.number() : test.number() - 1;
  }
}
