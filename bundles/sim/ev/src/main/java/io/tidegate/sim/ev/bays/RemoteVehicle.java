package io.tidegate.sim.ev.bays;

import io.tidegate.sim.ev.Credentials;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Endpoint;
import io.tidegate.sim.ev.Phase;
import io.tidegate.sim.ev.Plug;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A vehicle of ISO 15118-20 that speaks both ways, in a process of its own, at a plug of this one.
 * Any thread; one reads what it says, one tells it fifty times a second what it feels.
 */
public final class RemoteVehicle implements AutoCloseable {
  private static final long FEEL_MS = 20;
  private static final long PATIENCE_MS = 1_000;

  private final Process process;
  private final BufferedWriter tell;
  private final Plug plug;
  private final CompletableFuture<Ending> ended = new CompletableFuture<>();
  private String unknown = "";
  private volatile Phase phase = Phase.DISCOVERY;
  private volatile double setpointW;
  private volatile double socPct;
  private volatile boolean closed;

  /**
   * What it is.
   *
   * @param direct with direct current
   * @param capacityWh of its battery
   * @param departureS from the beginning
   */
  public record Kind(
      String evccId,
      boolean direct,
      double capacityWh,
      double socPct,
      double reservePct,
      double targetPct,
      long departureS) {}

  private RemoteVehicle(Process process, Plug plug, double socPct) {
    this.process = process;
    this.tell = process.outputWriter(StandardCharsets.UTF_8);
    this.plug = plug;
    this.socPct = socPct;
  }

  /**
   * Starts the process; the vehicle waits for {@link #begin}.
   *
   * @param before words that start a program elsewhere, e.g. in a network namespace
   * @param door seen from there
   * @param folder an empty one, for its key and certificates
   */
  public static RemoteVehicle start(
      List<String> before,
      Kind kind,
      Plug plug,
      Credentials credentials,
      Endpoint door,
      Path folder)
      throws IOException, GeneralSecurityException {
    CredentialFiles.write(folder, credentials);
    List<String> words = new ArrayList<>(before);
    words.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            VehicleProcess.class.getName(),
            door.iface(),
            Integer.toString(door.sdpPort()),
            folder.toString(),
            kind.evccId(),
            kind.direct() ? "dc" : "ac",
            number(kind.capacityWh()),
            number(kind.socPct()),
            number(kind.reservePct()),
            number(kind.targetPct()),
            Long.toString(kind.departureS())));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    RemoteVehicle vehicle = new RemoteVehicle(process, plug, kind.socPct());
    daemon(vehicle::read, "vehicle-" + kind.evccId());
    daemon(vehicle::feel, "plug-" + kind.evccId());
    return vehicle;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%f", value);
  }

  private static void daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line);
      }
    } catch (IOException e) {
      unknown = e.toString();
    }
    lost("its process has ended: " + unknown);
  }

  private void lost(String why) {
    ended.complete(new Ending(Ending.Kind.ABANDONED, phase, "", why));
  }

  private void heard(String line) {
    String[] words = line.split(" ", 4);
    switch (words[0]) {
      case "phase" -> phase = Phase.valueOf(words[1]);
      case "loop" -> {
        phase = Phase.CHARGE_LOOP;
        setpointW = Double.parseDouble(words[1]);
        socPct = Double.parseDouble(words[2]);
      }
      case "ended" -> {
        ended.complete(
            new Ending(Ending.Kind.valueOf(words[1]), Phase.valueOf(words[2]), "", words[3]));
        phase = Phase.OVER;
      }
      default -> {
        if (!StreamPlug.obey(line, plug)) {
          // what a Java machine says when it does not start
          unknown = line;
        }
      }
    }
  }

  private void feel() {
    try {
      while (!closed) {
        tell(StreamPlug.line(plug.reading()));
        TimeUnit.MILLISECONDS.sleep(FEEL_MS);
      }
    } catch (IOException e) {
      lost("it cannot be reached: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void tell(String line) throws IOException {
    tell.write(line + "\n");
    tell.flush();
  }

  private void order(String word) {
    try {
      tell(word);
    } catch (IOException e) {
      lost("it cannot be reached: " + e.getMessage());
    }
  }

  /** Plugs in and looks for the station. */
  public void begin() {
    order("begin");
  }

  /** Leaves the charge loop in order and ends the session. */
  public void stop() {
    order("stop");
  }

  /** What it does. */
  public Phase phase() {
    return phase;
  }

  /** What the station has told it, W, signed. */
  public double setpointW() {
    return setpointW;
  }

  public double socPct() {
    return socPct;
  }

  /** How the session ended, once it has. */
  public CompletableFuture<Ending> ended() {
    return ended;
  }

  /** Takes the plug out and ends the process. */
  @Override
  public void close() {
    closed = true;
    plug.pilot(Plug.Pilot.A);
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
