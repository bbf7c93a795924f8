package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is started with mistakes says which, and needs no restart once they are mended.
 */
class BadStartIT {
  private static final Duration SOON = Duration.ofSeconds(15);

  @TempDir Path folder;

  @Test
  void namesEveryMistakeAndServesWhenTheyAreMended() throws Exception {
    Home home = Home.in(folder);
    Depot.configure(home, Home.freePorts(1)[0]);
    String site = home.text("config/site.yaml");
    home.write("config/site.yaml", site.replace("exportCapKw: 40", "exportCapKw: lots"))
        .write("config/io.tidegate.core.journal.cfg", "retention.days = 0\n");
    try (ServerSocket taken =
            new ServerSocket(home.ocppPort(), 1, InetAddress.getLoopbackAddress());
        Gateway gateway = Gateway.start(home)) {
      awaitRed(gateway, "ocpp-transport", "io.tidegate.charging.ocpp.transport.cfg", "port");
      awaitRed(gateway, "site", "site.yaml:3", "exportCapKw");
      awaitRed(gateway, "journal", "io.tidegate.core.journal.cfg", "retention.days");
      Await.until(
          "the terminal says what is red",
          SOON,
          () ->
              gateway
                  .output()
                  .lines()
                  .anyMatch(
                      line ->
                          line.startsWith("tidegate: starting, red: site:")
                              && line.contains("site.yaml:3")
                              && line.contains("exportCapKw")),
          gateway::story);
      assertThat(gateway.rest().get("/healthz").status()).isEqualTo(503);
      assertThat(gateway.output()).doesNotContain("ready");

      taken.close();
      home.write("config/site.yaml", site).write("config/io.tidegate.core.journal.cfg", "");
      gateway.awaitReady();
      for (String check : new String[] {"ocpp-transport", "site", "journal"}) {
        Await.until(
            check + " is well",
            SOON,
            () -> gateway.rest().health(check).path("status").asText().equals("ok"),
            gateway::story);
      }
      try (RawStation station = RawStation.connect(home, "CS01")) {
        assertThat(station.boot().path("status").asText()).isEqualTo("Accepted");
      }
    }
  }

  private static void awaitRed(Gateway gateway, String check, String... words) throws Exception {
    Rest rest = gateway.rest();
    Await.until(
        check + " is red with " + String.join(" ", words),
        Gateway.PATIENCE,
        () ->
            rest.health(check).path("status").asText().equals("critical")
                && Arrays.stream(words)
                    .allMatch(rest.health(check).path("message").asText()::contains),
        gateway::story);
  }

  @Test
  void servesStationsWithoutItsRestPortAndTakesThePortWhenItIsFree() throws Exception {
    Home home = Home.in(folder);
    Depot.configure(home, Home.freePorts(1)[0]);
    try (ServerSocket taken =
            new ServerSocket(home.restPort(), 1, InetAddress.getLoopbackAddress());
        Gateway gateway = Gateway.start(home)) {
      Await.until(
          "a station is served",
          Gateway.PATIENCE,
          () -> {
            try (RawStation station = RawStation.connect(home, "CS01")) {
              return station.boot().path("status").asText().equals("Accepted");
            }
          },
          gateway::story);
      Await.until(
          "the log names file and field",
          SOON,
          () ->
              home.log()
                  .contains("config/org.apache.felix.http.cfg, field org.osgi.service.http.port"),
          gateway::story);
      taken.close();
      gateway.awaitReady();
      assertThat(gateway.rest().get("/api/v1/site").status()).isEqualTo(200);
    }
  }
}
