package io.tidegate.sim.slac;

import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeException;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.MmeReader;
import io.tidegate.codec.slac.MmeWriter;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vehicle's end of a cable over raw Ethernet: the vehicle, and the EVSE's modem, which has no
 * place of its own on a cable that is no power line. The gateway's host is at the other end of the
 * interface. Threads: one that waits for frames and deadlines; any thread may call. Needs Linux and
 * CAP_NET_RAW.
 */
public final class SlacSimulator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlacSimulator.class);
  private static final int LONGEST_WAIT_MS = 20;
  private static final long NS_PER_MS = 1_000_000;
  private static final long JOIN_MS = 2_000;
  private static final MacAddress MODEM = MacAddress.parse("02:b0:52:00:00:02");

  private final PacketPort port;
  private final SimulatedModem modem;
  private final SlacVehicle vehicle;
  private final Thread thread;
  private Optional<MacAddress> host = Optional.empty();
  private int drop;
  private long crossed;
  private volatile boolean closed;

  /** A good vehicle, whose address is the interface's. */
  public static SlacSimulator open(String device) throws IOException {
    return open(device, Behaviour.GOOD, SimulatedModem.Maker.QUALCOMM);
  }

  /** Throws with a sentence that says what is missing. */
  public static SlacSimulator open(String device, Behaviour behaviour, SimulatedModem.Maker maker)
      throws IOException {
    PacketPort port = PacketPort.open(device);
    Random random = new SecureRandom();
    SlacVehicle vehicle = new SlacVehicle(port.address(), behaviour, random);
    return new SlacSimulator(port, vehicle, new SimulatedModem(MODEM, maker));
  }

  private SlacSimulator(PacketPort port, SlacVehicle vehicle, SimulatedModem modem) {
    this.port = port;
    this.vehicle = vehicle;
    this.modem = modem;
    thread = new Thread(this::run, "sim-slac");
    thread.setDaemon(true);
    thread.start();
  }

  /** The EVSE's modem, to change or to ask. */
  public SimulatedModem modem() {
    return modem;
  }

  /** Of every hundred signs of life so many get no answer, 0–100. */
  public synchronized void lose(int percent) {
    drop = percent;
  }

  /** Plugs in and waits for the match; empty when it has failed or takes longer. */
  public Optional<SlacVehicle.Match> match(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    synchronized (this) {
      send(vehicle.start(System.nanoTime()));
      while (true) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        SlacVehicle.State state = vehicle.state();
        if (state == SlacVehicle.State.MATCHED) {
          return vehicle.match();
        } else if (state == SlacVehicle.State.FAILED || left <= 0) {
          return Optional.empty();
        }
        wait(left);
      }
    }
  }

  /** Unplugs: its modem leaves the network. */
  public synchronized void leave() {
    vehicle.leave();
    modem.other(vehicle.address(), Optional.empty());
  }

  private void run() {
    byte[] buffer = new byte[2_048];
    try {
      while (!closed) {
        int length = port.receive(buffer, waitMs());
        synchronized (this) {
          if (length > 0) {
            received(buffer, length);
          }
          send(vehicle.tick(System.nanoTime()));
          modem.other(vehicle.address(), vehicle.key());
          notifyAll();
        }
      }
    } catch (IOException e) {
      LOG.error("the simulated vehicle ends: {}", e.getMessage());
    } finally {
      port.close();
    }
  }

  private synchronized int waitMs() {
    long left = vehicle.deadline() - System.nanoTime();
    return (int) Math.max(0, Math.min(LONGEST_WAIT_MS, left / NS_PER_MS + 1));
  }

  private void received(byte[] buffer, int length) {
    MmeFrame frame;
    try {
      frame = MmeReader.read(buffer, length);
    } catch (MmeException e) {
      LOG.debug("passed over: {}", e.getMessage());
      return;
    }
    if (modem.takes(frame)) {
      host = Optional.of(frame.source());
      send(modem.fromHost(frame));
    } else if (!(frame.message() instanceof Mme.StaCapReq) || crosses()) {
      send(vehicle.receive(frame, System.nanoTime()));
    }
  }

  private boolean crosses() {
    crossed++;
    return crossed * drop / 100 == (crossed - 1) * drop / 100;
  }

  private void send(List<MmeFrame> frames) {
    for (MmeFrame frame : frames) {
      port.send(MmeWriter.write(frame));
      if (frame.message() instanceof Mme.MnbcSoundInd && host.isPresent()) {
        send(modem.heard(host.get(), frame));
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join(JOIN_MS);
  }
}
