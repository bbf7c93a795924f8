package io.tidegate.itests.vehicles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.vehicles.OwnSite.Driven;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Credentials;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Phase;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.VehicleProfile.Control;
import io.tidegate.sim.ev.VehicleProfile.Identification;
import io.tidegate.sim.ev.VehicleProfile.Oddities;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vehicles of ISO 15118-20 at EVSEs of our own, over TLS 1.3 with certificates on both sides: they
 * charge, give power on a grid command, stop in order; and whatever they do wrong in the charge
 * loop opens the contactor (rows S1.5, S1.11, S2.5, S2.6, S3.6).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DischargeIT {
  private OwnSite site;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    site = new OwnSite(folder, 1, 1).start();
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

  @Test
  @Order(1)
  void chargesGivesPowerOnAGridCommandAndStopsInOrder() throws Exception {
    Driven ev = site.plugIn(0, dc("WDC1").bothWays(), battery());
    site.await("charge", ev, () -> ev.evse().powerW() > 3_000);
    site.command("give", -20_000, 12);
    site.await("discharge", ev, () -> ev.evse().powerW() < -19_000);
    assertThat(ev.log().latest().orElseThrow().setpointW()).isLessThan(-19_000);
    ev.vehicle().stop();
    assertThat(site.ending(ev).kind()).as(ev.log() + site.story()).isEqualTo(Ending.Kind.DONE);
    site.await("open", ev, () -> !ev.evse().energised());
    assertThat(ev.evse().arced()).as("opened under current").isFalse();
    assertThat(ev.evse().rushed()).as("connected with a voltage between").isFalse();
    assertThat(ev.log().course())
        .containsSubsequence(
            Phase.AUTHORIZATION,
            Phase.CABLE_CHECK,
            Phase.PRE_CHARGE,
            Phase.POWER_START,
            Phase.POWER_STOP,
            Phase.SESSION_STOP);
    site.leave(ev);
  }

  @Test
  @Order(2)
  void leavesAVehicleThatDoesNotDischargeWithItsEnergyWhateverTheGridAsks() throws Exception {
    // the command of the test before goes on
    Driven ev = site.plugIn(0, dc("WDC2"), battery());
    site.await("loops", ev, () -> ev.log().looped() > 20);
    assertThat(ev.log().loops())
        .allSatisfy(loop -> assertThat(loop.felt().watts()).isGreaterThan(-100));
    ev.vehicle().stop();
    assertThat(site.ending(ev).kind()).isEqualTo(Ending.Kind.DONE);
    site.leave(ev);
  }

  @Test
  @Order(3)
  void takesTheScheduleOfAVehicleThatPlansByItself() throws Exception {
    Driven ev = site.plugIn(0, dc("WDC3").with(Control.SCHEDULED), battery());
    site.await("charge", ev, () -> ev.evse().powerW() > 3_000);
    ev.vehicle().newSchedule();
    site.await("a new schedule", ev, () -> ev.log().course().contains(Phase.POWER_RENEGOTIATE));
    long looped = ev.log().looped();
    site.await("the loop again", ev, () -> ev.log().looped() > looped + 3);
    assertThat(ev.evse().energised()).isTrue();
    ev.vehicle().stop();
    assertThat(site.ending(ev).kind()).isEqualTo(Ending.Kind.DONE);
    site.leave(ev);
  }

  @Test
  @Order(4)
  void takesUpAPausedSessionOfTheSameVehicle() throws Exception {
    Driven ev = site.plugIn(0, dc("WDC4").bothWays(), battery());
    site.await("charge", ev, () -> ev.evse().powerW() > 3_000);
    ev.vehicle().pause();
    assertThat(site.ending(ev).kind()).as(ev.log().toString()).isEqualTo(Ending.Kind.PAUSED);
    site.await("open", ev, () -> !ev.evse().energised());
    Driven again = site.resume(ev, 0, dc("WDC4").bothWays());
    site.await("charge again", again, () -> again.evse().powerW() > 3_000);
    assertThat(again.log().code(Phase.SESSION_SETUP)).hasValue("OK_OldSessionJoined");
    again.vehicle().stop();
    assertThat(site.ending(again).kind()).isEqualTo(Ending.Kind.DONE);
    site.leave(again);
  }

  @Test
  @Order(5)
  void chargesAndDischargesWithAlternatingCurrent() throws Exception {
    Driven ev = site.plugIn(1, VehicleProfile.ac("WAC1").bothWays().with(Pace.PATIENT), battery());
    site.await("charge", ev, () -> ev.evse().powerW() > 3_000);
    site.command("give-ac", -8_000, 10);
    site.await("discharge", ev, () -> ev.evse().powerW() < -7_000);
    ev.vehicle().stop();
    assertThat(site.ending(ev).kind()).as(ev.log() + site.story()).isEqualTo(Ending.Kind.DONE);
    site.await("open", ev, () -> !ev.evse().energised());
    site.leave(ev);
  }

  @Test
  @Order(6)
  void understandsDischargeLimitsOfEitherSign() throws Exception {
    Oddities odd = new Oddities(true, false, false, false, true, true, false, false);
    Driven ev = site.plugIn(0, dc("WDC5").bothWays().with(odd), battery());
    site.await("charge", ev, () -> ev.evse().powerW() > 3_000);
    site.command("give-odd", -15_000, 12);
    // it hides its state of charge: what is unknown is not discharged below anybody's reserve
    site.await("loops", ev, () -> ev.log().looped() > 20);
    ev.vehicle().stop();
    assertThat(site.ending(ev).kind()).as(ev.log() + site.story()).isEqualTo(Ending.Kind.DONE);
    site.leave(ev);
  }

  @Test
  @Order(7)
  void choosesItsServiceAnewWithoutAnotherAuthorisation() throws Exception {
    Driven ev = site.plugIn(0, dc("WDC10").bothWays(), battery());
    site.await("power", ev, () -> flows(ev));
    ev.vehicle().newService();
    site.await(
        "another selection",
        ev,
        () -> ev.log().course().stream().filter(p -> p == Phase.SERVICE_SELECTION).count() == 2);
    long looped = ev.log().looped();
    site.await("the loop again", ev, () -> ev.log().looped() > looped + 3);
    site.await("power again", ev, () -> flows(ev));
    assertThat(ev.log().course().stream().filter(p -> p == Phase.AUTHORIZATION).count()).isOne();
    end(ev);
  }

  @Test
  @Order(8)
  void standsByWithTheContactorOpenAndWakesUp() throws Exception {
    Driven ev = site.plugIn(0, dc("WDC11").bothWays(), battery());
    site.await("power", ev, () -> flows(ev));
    ev.vehicle().standBy();
    site.await("standby", ev, () -> ev.log().course().contains(Phase.POWER_STANDBY));
    assertThat(ev.evse().energised()).isFalse();
    long looped = ev.log().looped();
    site.await("loops without power", ev, () -> ev.log().looped() > looped + 3);
    assertThat(ev.evse().energised()).isFalse();
    ev.vehicle().wake();
    site.await("power again", ev, () -> flows(ev));
    end(ev);
  }

  @Test
  @Order(9)
  void givesAStrangerWithAnothersSessionIdASessionOfItsOwn() throws Exception {
    Driven ev = site.plugIn(0, dc("WDC12").bothWays(), battery());
    site.await("power", ev, () -> flows(ev));
    ev.vehicle().pause();
    assertThat(site.ending(ev).kind()).as(ev.log().toString()).isEqualTo(Ending.Kind.PAUSED);
    site.await("open", ev, () -> !ev.evse().energised());
    Driven stranger =
        site.steal(ev, 0, dc("WDC13").bothWays(), battery(), site.pki().vehicle("WDC13"));
    site.await("power", stranger, () -> flows(stranger));
    assertThat(stranger.log().code(Phase.SESSION_SETUP)).hasValue("OK_NewSessionEstablished");
    assertThat(stranger.log().course()).contains(Phase.AUTHORIZATION);
    end(stranger);
  }

  @Test
  @Order(10)
  void takesTheConfirmationOfAMetersReadingUnderPower() throws Exception {
    Credentials owner = site.pki().vehicle("WDC14").with(site.pki().contract("DETDGC12345678X"));
    Driven ev =
        site.plugIn(0, dc("WDC14").bothWays().with(Identification.CONTRACT), battery(), owner);
    site.await("power", ev, () -> flows(ev));
    ev.vehicle().confirmMeter();
    site.await("a confirmation", ev, () -> ev.log().course().contains(Phase.METERING));
    assertThat(ev.log().code(Phase.METERING)).hasValue("OK");
    long looped = ev.log().looped();
    site.await("the loop again", ev, () -> ev.log().looped() > looped + 3);
    assertThat(flows(ev)).isTrue();
    end(ev);
  }

  /** Into the vehicle or out of it: a command of before may go on. */
  private static boolean flows(Driven ev) {
    return Math.abs(ev.evse().powerW()) > 3_000;
  }

  private void end(Driven ev) throws Exception {
    ev.vehicle().stop();
    assertThat(site.ending(ev).kind()).as(ev.log() + site.story()).isEqualTo(Ending.Kind.DONE);
    site.await("open", ev, () -> !ev.evse().energised());
    assertThat(ev.evse().arced()).as("opened under current").isFalse();
    assertThat(ev.evse().rushed()).as("connected with a voltage between").isFalse();
    site.leave(ev);
  }
}
