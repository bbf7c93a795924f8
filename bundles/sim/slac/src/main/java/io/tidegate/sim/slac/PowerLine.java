package io.tidegate.sim.slac;

import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.NetworkKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A power line in memory that EVSEs, each behind its modem, and vehicles share: everybody hears
 * everybody, some less loud. One thread; time is handed in (ns).
 */
public final class PowerLine {
  private final Map<MacAddress, Host> hosts = new HashMap<>();
  private final List<SlacVehicle> vehicles = new ArrayList<>();
  private final Deque<Runnable> underway = new ArrayDeque<>();
  private final Map<List<MacAddress>, Integer> attenuations = new HashMap<>();
  private Function<MmeFrame, Integer> fate = frame -> 1;
  private long now;

  /** An EVSE's host behind its modem. */
  private record Host(SimulatedModem modem, Consumer<MmeFrame> receiver) {}

  /** Puts an EVSE's host on the line. */
  public void evse(MacAddress host, SimulatedModem modem, Consumer<MmeFrame> receiver) {
    hosts.put(host, new Host(modem, receiver));
  }

  /** Puts a vehicle on the line. */
  public void vehicle(SlacVehicle vehicle) {
    vehicles.add(vehicle);
  }

  /** dB between a vehicle and an EVSE's modem, instead of the modem's own. */
  public void attenuation(MacAddress vehicle, MacAddress host, int db) {
    attenuations.put(List.of(vehicle, host), db);
  }

  /** How often each frame arrives: 0 lost, 1, more: duplicated. */
  public void fate(Function<MmeFrame, Integer> times) {
    fate = times;
  }

  /** Moves the time on: what is due at the vehicles is done. */
  public void tick(long time) {
    now = time;
    for (SlacVehicle vehicle : vehicles) {
      sentBy(vehicle, vehicle.tick(now));
    }
    deliver();
  }

  /** The vehicles' next deadline. */
  public long deadline() {
    return vehicles.stream()
        .mapToLong(SlacVehicle::deadline)
        .filter(at -> at != SlacVehicle.NEVER)
        .min()
        .orElse(SlacVehicle.NEVER);
  }

  /** Plugs a vehicle in. */
  public void plug(SlacVehicle vehicle, long time) {
    now = time;
    sentBy(vehicle, vehicle.start(time));
    deliver();
  }

  /** A frame of an EVSE's host. */
  public void send(MmeFrame frame, long time) {
    now = time;
    Host host = hosts.get(frame.source());
    if (host != null && host.modem().takes(frame)) {
      refresh();
      repeat(frame, () -> answer(host, host.modem().fromHost(frame)));
    } else {
      repeat(frame, () -> toVehicles(frame));
    }
  }

  /** Any station's frame, a stranger's too, as it is. */
  public void inject(MmeFrame frame, long time) {
    now = time;
    underway.add(() -> toHosts(frame));
    deliver();
  }

  private void repeat(MmeFrame frame, Runnable delivery) {
    for (int times = fate.apply(frame); times > 0; times--) {
      underway.add(delivery);
    }
  }

  private void answer(Host host, List<MmeFrame> frames) {
    for (MmeFrame frame : frames) {
      repeat(frame, () -> host.receiver().accept(frame));
    }
  }

  private void sentBy(SlacVehicle vehicle, List<MmeFrame> frames) {
    for (MmeFrame frame : frames) {
      repeat(frame, () -> toHosts(frame));
      if (frame.message() instanceof Mme.MnbcSoundInd) {
        hosts.forEach((address, host) -> measure(vehicle, address, host, frame));
      }
    }
  }

  private void measure(SlacVehicle vehicle, MacAddress address, Host host, MmeFrame sound) {
    Integer db = attenuations.get(List.of(vehicle.address(), address));
    if (db != null) {
      host.modem().attenuation(db);
    }
    answer(host, host.modem().heard(address, sound));
  }

  private void toVehicles(MmeFrame frame) {
    for (SlacVehicle vehicle : vehicles) {
      sentBy(vehicle, vehicle.receive(frame, now));
    }
  }

  private void toHosts(MmeFrame frame) {
    hosts.forEach(
        (address, host) -> {
          if (frame.destination().equals(address) || frame.destination().group()) {
            host.receiver().accept(frame);
          }
        });
  }

  /** Delivers what is underway, and what comes of it. */
  public void deliver() {
    for (Runnable next = underway.poll(); next != null; next = underway.poll()) {
      next.run();
    }
    refresh();
  }

  /** A modem is linked with the vehicle that holds its key. */
  private void refresh() {
    for (Host host : hosts.values()) {
      Optional<NetworkKey> key = host.modem().key();
      for (SlacVehicle vehicle : vehicles) {
        if (key.isPresent() && vehicle.key().equals(key)) {
          host.modem().other(vehicle.address(), key);
        }
      }
    }
  }
}
