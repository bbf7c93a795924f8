package io.tidegate.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two vehicles discharge on command when the gateway ends, by SIGTERM and by SIGKILL (S1.8, S1.14,
 * S2.8).
 */
class DischargeIT {
  private static final Pattern SESSION = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

  @TempDir Path home;
  private Yard yard;
  private Gateway gateway;
  private final AtomicReference<Gateway> served = new AtomicReference<>();
  private final ScheduledExecutorService controller = Executors.newSingleThreadScheduledExecutor();

  @BeforeEach
  void discharge() throws Exception {
    yard = new Yard();
    yard.configure(home);
    start();
    controller.scheduleAtFixedRate(this::keepAlive, 0, 1, TimeUnit.SECONDS);
    await(yard::accepted, "stations accepted");
    yard.plugIn();
    await(() -> sessions().size() == 2, "two sessions");
  }

  @AfterEach
  void end() throws Exception {
    controller.shutdownNow();
    gateway.close();
    yard.close();
  }

  private void start() throws Exception {
    gateway = Gateway.start(home, yard.settings()).awaitReady();
    served.set(gateway);
  }

  private void keepAlive() {
    try {
      served.get().send("POST", "/api/v1/keep-alive", "{\"controller\":\"dms\"}");
    } catch (Exception e) {
      // The gateway is away: that is what this test is about.
      served.get();
    }
  }

  private int command(String id, Instant start, Instant end) throws Exception {
    return gateway
        .send(
            "POST",
            "/api/v1/grid-commands",
            """
            {"id": "%s", "controller": "dms", "priority": "CONTRACT", "kind": "VEHICLE_POWER",
             "powerW": -12000, "start": "%s", "end": "%s"}"""
                .formatted(id, start, end))
        .statusCode();
  }

  private SortedSet<String> sessions() throws Exception {
    SortedSet<String> ids = new TreeSet<>();
    Matcher matcher = SESSION.matcher(gateway.get("/api/v1/sessions").body());
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    return ids;
  }

  @Test
  void sendsEveryStationToItsSafeShareOnSigterm() throws Exception {
    Instant now = Instant.now();
    assertThat(command("c-1", now, now.plusSeconds(120))).isEqualTo(202);
    await(() -> yard.limitW() < -11_000, "discharge");
    served.set(gateway);
    assertThat(gateway.terminate()).isLessThan(Duration.ofSeconds(3));
    assertThat(gateway.exitCode()).isZero();
    // No expiry could have done it: a setpoint holds for 30 s.
    assertThat(yard.limitW()).isGreaterThanOrEqualTo(0);
    assertThat(yard.highestLimitW()).isLessThanOrEqualTo(Yard.SAFE_SHARE_W + 1);
    assertReplays();
  }

  @Test
  void goesOnAfterAKillAndExecutesTheRestOfTheCommandOnce() throws Exception {
    Instant begin = Instant.now();
    Instant end = begin.plusSeconds(30);
    assertThat(command("c-1", begin, end)).isEqualTo(202);
    await(() -> yard.limitW() < -11_000, "discharge");
    SortedSet<String> before = sessions();
    gateway.kill();
    start();
    await(() -> sessions().equals(before), "the sessions of before: " + before);
    assertThat(command("c-1", begin, end)).as("the same command again").isEqualTo(202);
    assertThat(command("c-1", begin, end.plusSeconds(9))).as("its id for another").isEqualTo(409);
    await(() -> yard.limitW() < -11_000, "discharge after the restart");
    await(() -> yard.limitW() >= 0, "the end of the command");
    assertThat(Instant.now()).isBetween(end.minusSeconds(1), end.plusSeconds(5));
    // Never more than asked, however often it was told: 12 kW over the command's window.
    assertThat(yard.exportWh()).isLessThan(12_000 * 30 / 3600.0 * 1.05);
    assertThat(gateway.terminate()).isLessThan(Duration.ofSeconds(3));
    assertReplays();
  }

  private void assertReplays() throws Exception {
    Gateway.Ended replay =
        Gateway.command(home, "replay", home.resolve("data/journal.db").toString());
    assertThat(replay.code()).as(replay.out() + replay.err()).isZero();
    assertThat(replay.out()).isNotBlank();
  }

  private static void await(Callable<Boolean> condition, String what) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("no %s within 60 s", what).isLessThan(deadline);
      Thread.sleep(50);
    }
  }
}
