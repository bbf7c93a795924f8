package io.tidegate.sim.ev.bays;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Credentials;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Endpoint;
import io.tidegate.sim.ev.Loop;
import io.tidegate.sim.ev.Phase;
import io.tidegate.sim.ev.SimulatedVehicle;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.VehicleProfile.Needs;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import io.tidegate.sim.ev.Witness;
import io.tidegate.sim.ev.Yard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A vehicle of ISO 15118-20 in a process of its own, so that it can live in a network namespace;
 * the plug is where the board is. It begins when it is told so, and ends with its standard input.
 */
final class VehicleProcess {
  /** Held, so that its level is. */
  private static final Logger TLS_LOG = Logger.getLogger("org.bouncycastle");

  private VehicleProcess() {}

  /**
   * Arguments: interface, UDP port of the search, folder with key and certificates, name, {@code
   * dc} or {@code ac}; of the battery Wh, % and the reserve in %; target in %, departure in s.
   */
  public static void main(String[] arguments) throws Exception {
    InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
    TLS_LOG.setLevel(Level.OFF);
    PrintStream out = System.out;
    Credentials credentials = CredentialFiles.read(Path.of(arguments[2]));
    Endpoint door = Endpoint.search(arguments[0], Integer.parseInt(arguments[1]), true);
    StreamPlug plug = new StreamPlug(out);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Yard yard = new Yard(1)) {
      if (!begun(in, plug)) {
        return;
      }
      SimulatedVehicle vehicle =
          yard.plugIn(
              profile(arguments), battery(arguments), plug, credentials, door, new Said(out));
      listen(in, plug, vehicle);
    }
  }

  private static VehicleProfile profile(String... arguments) {
    VehicleProfile plain =
        arguments[4].equals("dc")
            ? VehicleProfile.dc(arguments[3])
            : VehicleProfile.ac(arguments[3]);
    return plain
        .bothWays()
        .with(
            new Needs(
                Double.parseDouble(arguments[7]),
                Double.parseDouble(arguments[8]),
                Duration.ofSeconds(Long.parseLong(arguments[9]))))
        .with(Pace.PATIENT);
  }

  private static Battery battery(String... arguments) {
    return new Battery(
        Double.parseDouble(arguments[5]),
        Double.parseDouble(arguments[6]),
        400,
        Double.parseDouble(arguments[7]));
  }

  private static boolean begun(BufferedReader in, StreamPlug plug) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("begin")) {
        return true;
      }
      plug.felt(line.split(" ", -1));
    }
    return false;
  }

  private static void listen(BufferedReader in, StreamPlug plug, SimulatedVehicle vehicle)
      throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("stop")) {
        vehicle.stop();
      } else {
        plug.felt(line.split(" ", -1));
      }
    }
  }

  /** Tells the other end what happens. */
  private record Said(PrintStream out) implements Witness {
    @Override
    public void asked(Phase phase, long nanos) {
      if (phase != Phase.CHARGE_LOOP) {
        out.println("phase " + phase.name());
      }
    }

    @Override
    public void looped(Loop loop) {
      out.println("loop " + loop.setpointW() + " " + loop.socPct());
    }

    @Override
    public void ended(Ending ending) {
      out.println("ended " + ending.kind() + " " + ending.phase().name() + " " + ending.detail());
    }
  }
}
