package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk runs full in the middle of a discharge, and is freed again. It is "full" because the
 * journal's reserve is raised beyond what any disk has free, so the test needs no mount and no
 * privilege (row S4.6).
 */
class DiskFullIT {
  private static final String JOURNAL = "config/io.tidegate.core.journal.cfg";
  private static final double ASKED_W = -20_000;
  private static final Duration SOON = Duration.ofSeconds(25);

  @TempDir Path folder;

  @Test
  void suspendsDischargeGoesOnChargingAndRecoversByItself() throws Exception {
    Home home = Home.in(folder).set("io.tidegate.core.clock/source=assumed");
    int meterPort = Home.freePorts(1)[0];
    Depot.configure(home, meterPort);
    try (Gateway gateway = Gateway.start(home);
        Depot depot = new Depot(home, meterPort)) {
      gateway.awaitReady();
      Rest rest = gateway.rest();
      try (Upstream upstream = new Upstream(rest)) {
        depot.start();
        depot.plugInAll();
        Instant now = Instant.now();
        assertThat(rest.command("long", ASKED_W, now, now.plusSeconds(3_600)).status())
            .isEqualTo(202);
        depot.await("discharge", SOON, s -> s.vehiclesW() < ASKED_W * .97);

        home.write(JOURNAL, "reserve.megabytes = 1048576\n");
        depot.await("discharge ends", SOON, Depot.Sample::chargeOnly);
        depot.record();
        Await.until("the journal is red", SOON, () -> journal(gateway, "critical"), gateway::story);
        assertThat(rest.health("journal").path("message").asText()).contains("ERR_DISK_FULL");
        Await.until("the EVSE says why", SOON, () -> saysWhy(rest), gateway::story);
        Rest.Answer refused = rest.command("more", ASKED_W, now, now.plusSeconds(60));
        assertThat(refused.status()).isEqualTo(503);
        // the journal's word, or the desk's own when its patience ends in the same moment
        assertThat(refused.body().path("error").path("code").asText())
            .isIn("ERR_DISK_FULL", "V2G-110");
        // while the command lives it holds the vehicles at 0 W, as near to -20 kW as is allowed
        upstream.fallSilent();
        depot.await("charging goes on", SOON, s -> s.charging() >= 3);
        assertThat(depot.recorded()).allMatch(Depot.Sample::chargeOnly);

        home.write(JOURNAL, "");
        // amber may stay: records that could not wait any longer are counted until the next start
        Await.until(
            "the journal is red no longer",
            SOON,
            () -> !journal(gateway, "critical"),
            gateway::story);
        upstream.speakAgain();
        depot.await("discharge again", SOON, s -> s.vehiclesW() < ASKED_W * .97);
        assertThat(rest.command("more", ASKED_W, now, now.plusSeconds(60)).status()).isEqualTo(202);
      }
      assertThat(gateway.terminate(Duration.ofSeconds(20))).isLessThan(Duration.ofSeconds(20));
      Gateway.Ended replay = Gateway.run("replay", home.folder() + "/data/journal.db");
      assertThat(replay.code()).as(replay.output()).isZero();
    }
  }

  private static boolean journal(Gateway gateway, String status) throws Exception {
    return gateway.rest().health("journal").path("status").asText().equals(status);
  }

  private static boolean saysWhy(Rest rest) throws Exception {
    JsonNode site = rest.site();
    JsonNode limit = site.path("evses").path(0).path("dischargeLimit");
    return limit.path("code").asText().equals("JOURNAL_UNWRITABLE")
        && !site.path("journal").path("writable").asBoolean(true);
  }
}
