package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each test begins in the middle of a long commanded discharge, takes away one thing that discharge
 * needs, and gives it back (rows S1.11, S2.4, S2.8, S5.1, S5.8, S5.14).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SafeStateIT {
  private static final double ASKED_W = -20_000;

  /** What stations need to hear of a setpoint and to follow it, on a busy machine. */
  private static final Duration DEVICES = Duration.ofSeconds(4);

  private Path chronyc;
  private Home home;
  private Depot depot;
  private Gateway gateway;
  private Upstream upstream;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    chronyc = folder.resolve("chronyc");
    clockIsOff(0.0001);
    home =
        Home.in(folder)
            .set("io.tidegate.core.clock/source=chrony")
            .set("io.tidegate.core.clock/chrony.program=" + chronyc);
    int meterPort = Home.freePorts(1)[0];
    Depot.configure(home, meterPort);
    gateway = Gateway.start(home);
    depot = new Depot(home, meterPort);
    gateway.awaitReady();
    upstream = new Upstream(gateway.rest());
    depot.start();
    depot.plugInAll();
    Instant now = Instant.now();
    assertThat(gateway.rest().command("long", ASKED_W, now, now.plusSeconds(3_600)).status())
        .isEqualTo(202);
  }

  @AfterAll
  void close() throws Exception {
    if (upstream != null) {
      upstream.close();
    }
    if (depot != null) {
      depot.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  /** A chronyd whose clock is wrong by so many seconds; replaced at once, never half written. */
  private void clockIsOff(double seconds) throws Exception {
    Path draft = chronyc.resolveSibling("chronyc.new");
    Files.writeString(
        draft,
        "#!/bin/sh\necho 'C0000201,192.0.2.1,2,1700000000.0,"
            + seconds
            + ",0.0,0.0,1.0,0.0,0.0,0.001,0.0001,64.0,Normal'\n");
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(draft, chronyc, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  @AfterEach
  void giveBackWhatWasTaken() throws Exception {
    upstream.speakAgain();
    depot.meterBack();
    depot.mains(230, 50);
    depot.permit(1, true);
    clockIsOff(0.0001);
  }

  @BeforeEach
  void inTheMiddleOfADischarge() throws Exception {
    awaitDischarge();
  }

  private void awaitDischarge() throws Exception {
    try {
      depot.await("discharge", Duration.ofSeconds(25), s -> s.vehiclesW() < ASKED_W * .97);
    } catch (AssertionError e) {
      throw new AssertionError(gateway.rest().site().toPrettyString() + gateway.story(), e);
    }
  }

  private Duration awaitChargeOnly(Duration most) throws Exception {
    Duration took = depot.await("discharge ends", most, Depot.Sample::chargeOnly);
    depot.record();
    return took;
  }

  /** The catalogue code that the API gives for the most that an EVSE may discharge. */
  private String dischargeLimit(String evse) throws Exception {
    for (JsonNode each : gateway.rest().site().path("evses")) {
      if (each.path("evse").asText().equals(evse)) {
        assertThat(each.path("minW").asDouble()).isZero();
        return each.path("dischargeLimit").path("code").asText();
      }
    }
    throw new AssertionError("no EVSE " + evse);
  }

  private void awaitReason(String code) throws Exception {
    Await.until(
        code + " is the reason",
        Duration.ofSeconds(5),
        () -> dischargeLimit("E01").equals(code),
        gateway::story);
  }

  @Test
  void endsDischargeWhenTheKeepAliveIsLostAndGoesOnCharging() throws Exception {
    upstream.fallSilent();
    Duration took = awaitChargeOnly(Duration.ofSeconds(20));
    assertThat(took).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5).plus(DEVICES));
    assertThat(suspended()).as("the decision names the command that gets nothing").isTrue();
    depot.await("charging goes on", Duration.ofSeconds(10), s -> s.charging() >= 3);
    assertThat(depot.recorded()).allMatch(Depot.Sample::chargeOnly);
    upstream.speakAgain();
    awaitDischarge();
    assertThat(suspended()).isFalse();
  }

  private boolean suspended() throws Exception {
    JsonNode site = gateway.rest().site();
    JsonNode shortfall = site.path("shortfalls").path(0);
    return !site.path("mandates").path(0).path("alive").asBoolean()
        && shortfall.path("target").asText().equals("long")
        && shortfall.path("askedW").asDouble() == ASKED_W
        && shortfall.path("givenW").asDouble() == 0;
  }

  @Test
  void leavesOnlySafeSharesWithoutTheMeterAndRecoversWithIt() throws Exception {
    depot.meterGone();
    // 2 s of age, and 1 s of the cycle
    awaitChargeOnly(Duration.ofSeconds(3).plus(DEVICES));
    Await.until(
        "the meter's health is red",
        Duration.ofSeconds(5),
        () -> gateway.rest().health("meter grid").path("status").asText().equals("critical"));
    depot.await(
        "safe shares",
        Duration.ofSeconds(5),
        s -> s.evses().stream().allMatch(e -> e.limitW() <= Depot.SAFE_SHARE_W));
    depot.record();
    Await.until(
        "decisions without the meter", Duration.ofSeconds(10), () -> depot.recorded().size() > 40);
    assertThat(depot.recorded())
        .allMatch(
            s ->
                s.evses().stream()
                    .allMatch(e -> e.limitW() >= 0 && e.limitW() <= Depot.SAFE_SHARE_W));
    long back = System.nanoTime();
    depot.meterBack();
    awaitDischarge();
    // the mains must have been good for 2 s first
    assertThat(Duration.ofNanos(System.nanoTime() - back)).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void endsDischargeOutsideTheFrequencyWindow() throws Exception {
    depot.mains(230, 47.0);
    awaitChargeOnly(Duration.ofSeconds(1).plus(DEVICES));
    awaitReason("MAINS_OUT_OF_WINDOW");
    depot.mains(230, 50.0);
    awaitDischarge();
  }

  @Test
  void endsTheDischargeOfADriverWhoNoLongerAgreesAndMovesItToTheOthers() throws Exception {
    depot.permit(1, false);
    depot.await(
        "EV1 no longer gives power, the others give what it gave",
        Duration.ofSeconds(10),
        s -> s.evses().get(0).powerW() > -100 && s.vehiclesW() < ASKED_W * .97);
    awaitReason("DISCHARGE_NOT_AUTHORISED");
    depot.permit(1, true);
    depot.await("EV1 gives again", Duration.ofSeconds(20), s -> s.evses().get(0).powerW() < -1_000);
  }

  @Test
  void endsDischargeWhileTheClockCannotBeTrusted() throws Exception {
    clockIsOff(0.250);
    awaitChargeOnly(Duration.ofSeconds(5).plus(DEVICES));
    awaitReason("CLOCK_UNTRUSTED");
    JsonNode health = gateway.rest().health("clock");
    assertThat(health.path("status").asText()).isEqualTo("critical");
    assertThat(home.log()).contains("FAILED_TO_SYNC_PHASE");
    clockIsOff(0.0001);
    awaitDischarge();
    assertThat(gateway.rest().health("clock").path("status").asText()).isEqualTo("ok");
  }
}
