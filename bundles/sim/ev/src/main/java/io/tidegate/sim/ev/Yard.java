package io.tidegate.sim.ev;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Where simulated vehicles live: a few event loops for any number of them. A vehicle stays on one
 * loop.
 */
public final class Yard implements AutoCloseable {
  private static final long PATIENCE_MS = 2_000;

  private final EventLoopGroup loops;
  private final VehicleTls tls = new VehicleTls();

  /**
   * @param threads 1 is enough for hundreds of vehicles
   */
  public Yard(int threads) {
    loops = new NioEventLoopGroup(threads, new DefaultThreadFactory("vehicles", true));
  }

  /** Plugs a vehicle in, and lets it begin. */
  public SimulatedVehicle plugIn(
      VehicleProfile profile,
      Battery battery,
      Plug plug,
      Credentials credentials,
      Endpoint station,
      Witness witness) {
    SimulatedVehicle vehicle =
        new SimulatedVehicle(
            profile, battery, plug, credentials, Resumption.NONE, witness, loops.next(), tls);
    vehicle.start(station);
    return vehicle;
  }

  /** Lets a vehicle begin again that has not been unplugged: takes up its paused session. */
  public SimulatedVehicle resume(
      SimulatedVehicle paused, VehicleProfile profile, Endpoint station, Witness witness) {
    SimulatedVehicle vehicle = paused.again(profile, witness);
    vehicle.start(station);
    return vehicle;
  }

  /** Lets a vehicle begin with the id of another one's paused session. */
  public SimulatedVehicle steal(
      SimulatedVehicle paused,
      VehicleProfile profile,
      Battery battery,
      Plug plug,
      Credentials credentials,
      Endpoint station,
      Witness witness) {
    SimulatedVehicle thief =
        new SimulatedVehicle(
            profile, battery, plug, credentials, paused.memory(), witness, loops.next(), tls);
    thief.start(station);
    return thief;
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, PATIENCE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
