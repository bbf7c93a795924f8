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
import io.tidegate.sim.ev.VehicleProfile.Offer;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vehicles of ISO 15118-2, over TLS 1.2, and of DIN 70121 at EVSEs of our own (rows S1.5, S1.11,
 * S2.5).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OlderPartsIT {
  private OwnSite site;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    site = new OwnSite(folder, 1, 1).forAll().start();
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

  static VehicleProfile part2(VehicleProfile profile) {
    return profile.speaking(Offer.PART2).with(Pace.PATIENT);
  }

  private void assertDone(Driven ev) throws Exception {
    ev.vehicle().stop();
    assertThat(site.ending(ev).kind()).as(ev.log() + site.story()).isEqualTo(Ending.Kind.DONE);
    site.await("open", ev, () -> !ev.evse().energised());
    assertThat(ev.evse().arced()).as("opened under current").isFalse();
    assertThat(ev.evse().rushed()).as("connected with a voltage between").isFalse();
    site.leave(ev);
  }

  @Test
  void chargesByContractWithDirectCurrentAndRenegotiates() throws Exception {
    Credentials owner =
        site.bays().olderPki().anonymous().with(site.bays().olderPki().contract("DETDGC12345678X"));
    VehicleProfile contract =
        part2(VehicleProfile.dc("0A0000000001")).with(Identification.CONTRACT);
    Driven ev = site.plugIn(0, contract, battery(), owner);
    site.await("charge", ev, () -> ev.evse().powerW() > 3_000);
    ev.vehicle().newSchedule();
    site.await("a new schedule", ev, () -> ev.log().course().contains(Phase.POWER_RENEGOTIATE));
    long looped = ev.log().looped();
    site.await("the loop again", ev, () -> ev.log().looped() > looped + 3);
    site.await("charge again", ev, () -> ev.evse().powerW() > 3_000);
    assertDone(ev);
  }

  @Test
  void refusesAContractWhoseSignatureDoesNotHold() throws Exception {
    Credentials owner =
        site.bays().olderPki().anonymous().with(site.bays().olderPki().contract("DETDGC12345678X"));
    VehicleProfile contract =
        part2(VehicleProfile.dc("0A0000000002"))
            .with(Identification.CONTRACT)
            .doing(Mischief.in(Phase.AUTHORIZATION, new Trick.BadSignature()));
    Driven ev = site.plugIn(0, contract, battery(), owner);
    Ending ending = site.ending(ev);
    assertThat(ending.kind()).isEqualTo(Ending.Kind.REFUSED);
    assertThat(ending.code()).isEqualTo("FAILED_SignatureError");
    assertThat(site.home().log()).contains("V2G_ERR_042");
    site.leave(ev);
  }

  @Test
  void takesUpAPausedSessionWithAlternatingCurrent() throws Exception {
    VehicleProfile profile = part2(VehicleProfile.ac("0A0000000003"));
    Driven ev = site.plugIn(1, profile, battery(), site.bays().olderPki().anonymous());
    site.await("charge", ev, () -> ev.evse().powerW() > 3_000);
    ev.vehicle().pause();
    assertThat(site.ending(ev).kind()).as(ev.log() + site.story()).isEqualTo(Ending.Kind.PAUSED);
    site.await("open", ev, () -> !ev.evse().energised());
    Driven again = site.resume(ev, 1, profile);
    site.await("charge again", again, () -> again.evse().powerW() > 3_000);
    assertThat(again.log().code(Phase.SESSION_SETUP)).hasValue("OK_OldSessionJoined");
    assertDone(again);
  }

  @Test
  void chargesOverDinAndTakesNothingOutWhateverTheGridAsks() throws Exception {
    VehicleProfile profile =
        VehicleProfile.dc("0A0000000004").speaking(Offer.DIN).with(Pace.PATIENT);
    Driven ev =
        site.plugIn(0, profile, battery(), site.bays().olderPki().anonymous(), site.plainDoor(0));
    site.await("charge", ev, () -> ev.evse().powerW() > 3_000);
    site.command("give-din", -20_000, 6);
    long looped = ev.log().looped();
    site.await("loops", ev, () -> ev.log().looped() > looped + 20);
    assertThat(ev.log().loops())
        .allSatisfy(loop -> assertThat(loop.felt().watts()).isGreaterThan(-100));
    assertDone(ev);
  }
}
