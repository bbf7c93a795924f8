package io.tidegate.itests.peers.powercut;

import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Swap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * In the guest: the gateway on the disk takes one release after the other and says how far it is.
 */
public final class UpdateLoad {
  private static final Duration PATIENCE = Duration.ofMinutes(9);
  private static final List<String> ENDS =
      List.of("CONFIRMED", "ROLLED_BACK", "REFUSED", "CANCELLED");

  private UpdateLoad() {}

  /**
   * @param arguments folder of the gateway's home; a distribution that has a hand; archives
   */
  public static void main(String[] arguments) throws Exception {
    Home home = home(Path.of(arguments[0])).write("config/site.yaml", SITE);
    new ProcessBuilder("/bin/sync").start().waitFor();
    try (Gateway gateway = Gateway.again(home, Path.of(arguments[1]))) {
      Await.until("ready", PATIENCE, () -> gateway.output().contains("ready in "), gateway::story);
      Player.say("@READY");
      try (Swap hand = new Swap(gateway, Path.of("/tmp/jars"))) {
        List<String> archives = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
        for (int n = 1; n <= archives.size(); n++) {
          follow(n, hand.ask("order o-" + n + " " + archives.get(n - 1)), hand);
        }
      }
      Player.say("@DONE");
    } catch (Exception | AssertionError e) {
      e.printStackTrace(System.out);
      Player.say("@FAILED " + e.toString().lines().findFirst().orElse(""));
    }
  }

  private static void follow(int number, String first, Swap hand) throws Exception {
    String[] said = {""};
    Player.say("@ORDER " + number + " " + first);
    Await.until(
        "the end of order " + number,
        PATIENCE,
        () -> {
          String step = hand.ask("view o-" + number).split(" ", 3)[1];
          if (!step.equals(said[0])) {
            said[0] = step;
            Player.say("@STEP " + number + " " + step);
          }
          return ENDS.contains(step);
        });
  }

  static final String SITE =
      "site: Power cuts\ngrid: {importCapKw: 100, exportCapKw: 0, buildingDesignLoadKw: 0}\n"
          + "stations:\n  - {id: CS1, evses: [{id: E1, number: 1, node: grid, phases: L123,"
          + " maxChargeKw: 11, safeShareKw: 0}]}\n";

  static Home home(Path folder) throws Exception {
    return Home.in(folder)
        .set("io.tidegate.core.clock/source=assumed")
        .set("io.tidegate.admin.updates/grace.ms=60000")
        .set("io.tidegate.admin.updates/start.timeout.ms=300000")
        .set("io.tidegate.admin.updates/start.deadline.ms=300000")
        .environment("TIDEGATE_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xshare:auto");
  }
}
