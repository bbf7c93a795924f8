package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two stations of OCPP 2.1 beside two of 2.0.1, over real sockets: both discharge, those of 2.1 by
 * updates of a Dynamic profile, and fall to their safe share by themselves when the gateway is
 * killed (K28.FR.13; rows S1.3, S5.1, S5.8).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoVersionsIT {
  private static final double ASKED_W = -20_000;
  private static final Set<Integer> NEWEST = Set.of(1, 2);

  private Home home;
  private Depot depot;
  private Gateway gateway;
  private Upstream upstream;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    home = Home.in(folder).set("io.tidegate.core.clock/source=assumed");
    int meterPort = Home.freePorts(1)[0];
    Depot.configure(home, meterPort, NEWEST);
    gateway = Gateway.start(home);
    depot = new Depot(home, meterPort, NEWEST);
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

  private static boolean newestDischarge(Depot.Sample sample) {
    return sample.evses().subList(0, 2).stream().allMatch(e -> e.powerW() < -1_000);
  }

  @Test
  @Order(1)
  void dischargesByUpdatesOfADynamicProfile() throws Exception {
    try {
      depot.await("discharge", Duration.ofSeconds(25), s -> s.vehiclesW() < ASKED_W * .97);
      depot.await(
          "the stations of 2.1 are updated, and give",
          Duration.ofSeconds(40),
          s ->
              newestDischarge(s)
                  && s.evses().subList(0, 2).stream().allMatch(e -> e.updates() > 1));
    } catch (AssertionError e) {
      throw new AssertionError(gateway.rest().site().toPrettyString() + gateway.story(), e);
    }
    assertThat(depot.latest().evses().get(2).updates()).as("of 2.0.1").isZero();
    assertThat(home.log()).contains("with ocpp2.1").contains("with ocpp2.0.1");
  }

  @Test
  @Order(2)
  void sendsAnyRequestOfAnOperatorsInTheVersionOfTheStation() throws Exception {
    String folder = home.folder().toString();
    Gateway.Ended told =
        Gateway.run(
            "ocpp",
            "CS01",
            "GetVariables",
            "{\"getVariableData\":[{\"component\":{\"name\":\"V2XChargingCtrlr\"},"
                + "\"variable\":{\"name\":\"Enabled\"}}]}",
            "--home",
            folder);
    assertThat(told.output()).contains("\"attributeValue\":\"true\"");
    assertThat(told.code()).isZero();
    Gateway.Ended refused =
        Gateway.run("ocpp", "CS03", "UpdateDynamicSchedule", "{}", "--home", folder);
    assertThat(refused.output()).as("unknown to 2.0.1").contains("NotImplemented");
    assertThat(refused.code()).isEqualTo(1);
    Gateway.Ended forbidden =
        Gateway.run(
            "ocpp",
            "CS01",
            "UpdateDynamicSchedule",
            "{\"chargingProfileId\":7000003,\"scheduleUpdate\":{\"setpoint\":-9000}}",
            "--home",
            folder);
    assertThat(forbidden.output()).contains("MOVES_POWER");
    assertThat(forbidden.code()).isEqualTo(1);
  }

  @Tag("long")
  @Test
  @Order(3)
  void fallsToTheSafeShareByItselfWhenTheGatewayIsKilled() throws Exception {
    gateway.kill();
    long killed = System.nanoTime();
    depot.record();
    depot.await(
        "all stations have fallen back to charging",
        Duration.ofSeconds(70),
        s -> s.chargeOnly() && s.evses().stream().allMatch(e -> e.limitW() == Depot.SAFE_SHARE_W));
    assertThat(Duration.ofNanos(System.nanoTime() - killed))
        .as("a setpoint below the safe share lives 60 s")
        .isLessThan(Duration.ofSeconds(62));
    Await.until("they stay there", Duration.ofSeconds(5), () -> depot.latest().charging() > 0);
  }
}
