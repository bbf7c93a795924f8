package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole home is backed up, encrypted, while vehicles charge, and goes on elsewhere (row S3.7).
 */
@Tag("long")
class BackupIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void goesOnInANewHomeMadeOfTheBackupOfARunningOne() throws Exception {
    int meterPort = Home.freePorts(1)[0];
    Home home = Home.in(folder).set("io.tidegate.core.clock/source=assumed");
    Depot.configure(home, meterPort);
    Path backup = folder.resolve("gate.tgb");
    Path password = folder.resolve("password");
    Files.writeString(password, "correct horse battery\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    Instant start = Instant.now();
    try (Depot depot = new Depot(home, meterPort)) {
      String token;
      try (Gateway gateway = Gateway.start(home)) {
        gateway.awaitReady();
        token = home.token();
        depot.start();
        depot.plugInAll();
        depot.await("vehicles charge", SOON, s -> s.charging() >= 3);
        assertThat(gateway.rest().command("known", 9_000, start, start.plusSeconds(900)).status())
            .isEqualTo(202);
        Gateway.Ended copied = tool("backup", backup, home, "--password-file", password.toString());
        assertThat(copied.code()).as(copied.output()).isZero();
        assertThat(gateway.rest().command("since", 8_000, start, start.plusSeconds(900)).status())
            .isEqualTo(202);
        Gateway.Ended busy = tool("restore", backup, home, "--password-file", password.toString());
        assertThat(busy.code()).as(busy.output()).isEqualTo(1);
        assertThat(busy.output()).contains("a gateway runs on");
        gateway.kill();
      }
      Gateway.Ended blind = tool("restore", backup, home);
      assertThat(blind.code()).as(blind.output()).isEqualTo(1);
      assertThat(blind.output()).contains("encrypted", "nothing was changed");
      Gateway.Ended done = tool("restore", backup, home, "--password-file", password.toString());
      assertThat(done.code()).as(done.output()).isZero();
      assertThat(done.output()).contains("What was there before lies in");
      assertThat(home.log()).as("a new home").isEmpty();
      try (Gateway gateway = Gateway.start(home)) {
        gateway.awaitReady();
        assertThat(home.token()).isEqualTo(token);
        depot.await("stations return", SOON, s -> s.accepted() == Depot.STATIONS);
        Await.until(
            "sessions go on",
            SOON,
            () -> gateway.rest().get("/api/v1/sessions").body().path("sessions").size() == 4,
            gateway::story);
        assertThat(repeated(gateway, "known", 9_000, start)).isTrue();
        assertThat(repeated(gateway, "since", 8_000, start)).as("it is new to the past").isFalse();
      }
    }
  }

  private static boolean repeated(Gateway gateway, String id, double powerW, Instant start)
      throws Exception {
    Rest.Answer answer = gateway.rest().command(id, powerW, start, start.plusSeconds(900));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.body().path("repeated").asBoolean();
  }

  private static Gateway.Ended tool(String verb, Path file, Home home, String... more)
      throws Exception {
    List<String> words = new java.util.ArrayList<>(List.of(verb, file.toString()));
    words.addAll(List.of(more));
    words.addAll(List.of("--home", home.folder().toString()));
    return Gateway.run(words.toArray(String[]::new));
  }
}
