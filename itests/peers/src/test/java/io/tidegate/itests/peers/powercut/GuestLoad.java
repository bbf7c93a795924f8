package io.tidegate.itests.peers.powercut;

import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The gateway on the disk, and those who talk to it. It runs in the guest, where what it prints is
 * the serial console and all that is left when the power goes; after the last cut on the host.
 */
public final class GuestLoad {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final int STATIONS = 4;

  /** Of the gateway's output. */
  private static int shown;

  private GuestLoad() {}

  /**
   * @param arguments folder of the gateway's home; number of the boot; file of items to send again;
   *     how many new ones each player tells
   */
  public static void main(String[] arguments) throws Exception {
    int boot = Integer.parseInt(arguments[1]);
    int most = Integer.parseInt(arguments[3]);
    List<Item> again =
        Files.readAllLines(Path.of(arguments[2])).stream()
            .flatMap(line -> Item.sentIn(line).stream())
            .toList();
    Home home = home(Path.of(arguments[0]));
    Gateway gateway = Gateway.start(home);
    try {
      Await.until("ready", PATIENCE, () -> ready(gateway), gateway::story);
      Player.say("@READY " + gateway.rest().health("journal"));
      play(players(gateway, boot, again, most));
      Player.say("@HEALTH " + gateway.rest().health("journal"));
      gateway.terminate(PATIENCE);
      Player.say("@STOPPED " + gateway.exitCode());
    } catch (Exception | AssertionError e) {
      e.printStackTrace(System.out);
      Player.say("@FAILED " + e.toString().lines().findFirst().orElse(""));
    } finally {
      gateway.close();
    }
  }

  private static boolean ready(Gateway gateway) {
    String output = gateway.output();
    if (output.length() > shown) {
      Player.say("gateway: " + output.substring(shown).strip());
      shown = output.length();
    }
    if (!gateway.isAlive()) {
      throw new AssertionError("the gateway has ended\n" + gateway.story());
    }
    return gateway.output().contains("ready in ");
  }

  private static void play(List<Player> players) throws InterruptedException {
    List<Thread> threads = players.stream().map(p -> new Thread(p, p.name())).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static List<Player> players(Gateway gateway, int boot, List<Item> again, int most) {
    List<Player> players = new ArrayList<>();
    players.add(new ControllerPlayer(gateway.rest(), boot, of(Item.CONTROLLER, again), most));
    for (int n = 1; n <= STATIONS; n++) {
      String name = "CS0" + n;
      players.add(new StationPlayer(gateway.home(), name, boot, of(name, again), most));
    }
    return players;
  }

  private static List<Item> of(String name, List<Item> items) {
    return items.stream().filter(item -> item.from().equals(name)).toList();
  }

  private static Home home(Path folder) throws IOException, InterruptedException {
    Home home =
        Home.in(folder)
            .set("io.tidegate.core.clock/source=assumed")
            .set("io.tidegate.charging.ocpp.v16/idtokens=any")
            .set("io.tidegate.charging.ocpp.v201/idtokens=any")
            .environment("TIDEGATE_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xshare:auto");
    if (home.text("config/site.yaml").isEmpty()) {
      home.write("config/site.yaml", site());
      // the operator's, not the gateway's: there before it starts
      new ProcessBuilder("/bin/sync").start().waitFor();
    }
    return home;
  }

  private static String site() {
    StringBuilder out = new StringBuilder("site: Power cuts\n");
    out.append("grid: {importCapKw: 100, exportCapKw: 100, buildingDesignLoadKw: 5}\n");
    out.append("stations:\n");
    for (int n = 1; n <= STATIONS; n++) {
      out.append("  - {id: CS0").append(n).append(", evses: [{id: E").append(n);
      out.append(", number: 1, phases: L123, maxChargeKw: 11, safeShareKw: 0}]}\n");
    }
    out.append("mandates:\n");
    out.append("  - {id: dms, kind: upstream, highest: grid-emergency, keepAlive: 5s}\n");
    return out.toString();
  }
}
