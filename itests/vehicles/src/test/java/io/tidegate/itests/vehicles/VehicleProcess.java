package io.tidegate.itests.vehicles;

import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Credentials;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Endpoint;
import io.tidegate.sim.ev.Logbook;
import io.tidegate.sim.ev.Plug;
import io.tidegate.sim.ev.SimulatedVehicle;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import io.tidegate.sim.ev.Yard;
import io.tidegate.sim.slac.SlacSimulator;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A vehicle in a process of its own, so that it can live in another network namespace: its modem
 * and its controller are here, the plug is where the board is. Says on standard output what it does
 * to the plug, hears on standard input what it feels there.
 */
final class VehicleProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private VehicleProcess() {}

  /**
   * Arguments: interface, UDP port of the search, folder with {@code key}, {@code chain}, {@code
   * anchor}.
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    Credentials credentials = credentials(Path.of(arguments[2]));
    Wire wire = new Wire(out);
    try (SlacSimulator modem = SlacSimulator.open(arguments[0]);
        Yard yard = new Yard(1)) {
      wire.pilot(Plug.Pilot.B);
      var match = modem.match(PATIENCE);
      out.println("said " + (match.isPresent() ? "matched" : "no match"));
      Logbook log = new Logbook();
      SimulatedVehicle vehicle =
          yard.plugIn(
              VehicleProfile.dc("WNS1").bothWays().with(Pace.PATIENT),
              new Battery(60_000, 60, 400, 10),
              wire,
              credentials,
              Endpoint.search(arguments[0], Integer.parseInt(arguments[1]), true),
              log);
      vehicle.ended().thenAccept(ending -> out.println("said ended " + ending.kind()));
      listen(wire, vehicle);
      Ending ending = vehicle.ended().getNow(null);
      out.println("said " + log + " " + ending);
    }
  }

  private static void listen(Wire wire, SimulatedVehicle vehicle) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "felt" -> wire.felt(words);
        case "stop" -> vehicle.stop();
        default -> {
          return;
        }
      }
    }
  }

  private static Credentials credentials(Path folder) throws Exception {
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve("key"))));
    return new Credentials(
        certificates(folder.resolve("anchor")),
        Optional.of(new Credentials.Held(key, certificates(folder.resolve("chain")))),
        Optional.empty());
  }

  private static List<X509Certificate> certificates(Path file) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  /** The plug at the other end of this process's standard streams. */
  private static final class Wire implements Plug {
    private final PrintStream out;
    private volatile Reading reading = new Reading(false, 0, 0, 0, Double.NaN);

    Wire(PrintStream out) {
      this.out = out;
    }

    void felt(String... words) {
      reading =
          new Reading(
              Boolean.parseBoolean(words[1]),
              Double.parseDouble(words[2]),
              Double.parseDouble(words[3]),
              Double.parseDouble(words[4]),
              Double.parseDouble(words[5]));
    }

    @Override
    public void pilot(Pilot pilot) {
      out.println("pilot " + pilot);
    }

    @Override
    public void battery(double openV, double ohms) {
      out.println("battery " + openV + " " + ohms);
    }

    @Override
    public void isolate() {
      out.println("isolate");
    }

    @Override
    public void draw(double activeW) {
      out.println("draw " + activeW);
    }

    @Override
    public Reading reading() {
      return reading;
    }
  }
}
