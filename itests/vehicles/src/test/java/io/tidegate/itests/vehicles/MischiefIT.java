package io.tidegate.itests.vehicles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.vehicles.OwnSite.Driven;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Credentials;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Mischief;
import io.tidegate.sim.ev.Mischief.Trick;
import io.tidegate.sim.ev.Phase;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.VehicleProfile.Identification;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Vehicles that do wrong: whatever they do in the charge loop, the contactor opens (rows S1.11,
 * S3.6, S4.9).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MischiefIT {
  private OwnSite site;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    site = new OwnSite(folder, 1, 0).start();
  }

  @AfterAll
  void close() throws Exception {
    if (site != null) {
      site.close();
    }
  }

  private static Battery battery() {
    return new Battery(60_000, 60, 400, 10);
  }

  private static VehicleProfile dc(String evccId) {
    return VehicleProfile.dc(evccId).with(Pace.PATIENT);
  }

  static java.util.List<Arguments> wrongs() {
    return java.util.List.of(
        Arguments.of(new Trick.PullPlug(), "", ""),
        Arguments.of(new Trick.NotReady(), "", ""),
        Arguments.of(new Trick.FallSilent(), "", "ERR_ISO_TIMEOUT"),
        Arguments.of(new Trick.Reset(), "", ""),
        Arguments.of(new Trick.HangUp(), "", ""),
        Arguments.of(new Trick.Instead(Phase.SERVICE_DISCOVERY), "FAILED_SequenceError", ""),
        Arguments.of(new Trick.StrangeSession(), "FAILED_UnknownSession", ""),
        Arguments.of(new Trick.CutShort(5), "", ""),
        Arguments.of(new Trick.Blurt(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), "", ""));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void opensTheContactorWhenAVehicleInTheChargeLoopDoesWrong(Trick trick, String code, String log)
      throws Exception {
    Driven ev = site.plugIn(0, dc("WDC6").bothWays().doing(Mischief.inLoop(8, trick)), battery());
    site.await("seven loops", ev, () -> ev.log().looped() >= 7);
    site.await("open", ev, () -> !ev.evse().energised());
    if (!code.isEmpty()) {
      Ending ending = site.ending(ev);
      assertThat(ending.kind()).isEqualTo(Ending.Kind.REFUSED);
      assertThat(ending.code()).isEqualTo(code);
    }
    if (!log.isEmpty()) {
      assertThat(site.home().log()).contains(log);
    }
    site.leave(ev);
  }

  @Test
  void refusesAContractWhoseSignatureDoesNotHoldAndTakesOneThatDoes() throws Exception {
    Credentials owner = site.pki().vehicle("WDC8").with(site.pki().contract("DETDGC12345678X"));
    VehicleProfile contract = dc("WDC8").with(Identification.CONTRACT);
    Driven forged =
        site.plugIn(
            0,
            contract.doing(Mischief.in(Phase.AUTHORIZATION, new Trick.BadSignature())),
            battery(),
            owner);
    Ending ending = site.ending(forged);
    assertThat(ending.kind()).isEqualTo(Ending.Kind.REFUSED);
    assertThat(ending.phase()).isEqualTo(Phase.AUTHORIZATION);
    assertThat(site.home().log()).contains("V2G_ERR_042");
    assertThat(forged.evse().energised()).isFalse();
    site.leave(forged);
    Driven honest = site.plugIn(0, contract, battery(), owner);
    site.await("charge", honest, () -> honest.evse().powerW() > 3_000);
    honest.vehicle().stop();
    assertThat(site.ending(honest).kind()).isEqualTo(Ending.Kind.DONE);
    site.leave(honest);
  }

  @Test
  void refusesAVehicleWhoseCertificateHasExpired() throws Exception {
    Driven ev = site.plugIn(0, dc("WDC9"), battery(), site.pki().expiredVehicle("WDC9"));
    assertThat(site.ending(ev).kind()).isEqualTo(Ending.Kind.NO_TLS);
    site.await(
        "the reason in the log", ev, () -> site.home().log().contains("CERT_VALIDATION_ERROR"));
    site.leave(ev);
  }

  @Test
  void lateInTheLoopIsAsBadAsSilent() throws Exception {
    Trick late = new Trick.Dawdle(Duration.ofSeconds(20));
    Driven ev = site.plugIn(0, dc("WDC7").bothWays().doing(Mischief.inLoop(5, late)), battery());
    site.await("four loops", ev, () -> ev.log().looped() >= 4);
    site.await("open", ev, () -> !ev.evse().energised());
    assertThat(ev.log().looped()).as("opened before it came").isEqualTo(4);
    site.leave(ev);
  }
}
