package io.tidegate.charging.slac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.codec.slac.Mme;
import io.tidegate.sim.slac.SimulatedModem;
import io.tidegate.sim.slac.SlacVehicle;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchingTest {
  private final Bench bench = new Bench();

  private Bench.Evse matched(SimulatedModem.Maker maker) {
    Bench.Evse evse = bench.evse(maker, Rules.Maker.AUTO);
    vehicle = bench.matched(evse);
    return evse;
  }

  private SlacVehicle vehicle;

  @Test
  void tellsTheLossThatTheModemHasCounted() {
    Bench.Evse evse = matched(SimulatedModem.Maker.QUALCOMM);
    bench.pass(3_000);
    assertThat(evse.report().lossPct()).as("nothing was sent yet").isNaN();
    for (int second = 0; second < 10; second++) {
      evse.modem.traffic(98, 2, 3);
      bench.pass(1_000);
    }
    assertThat(evse.report().lossPct()).isCloseTo(2, within(0.01));
    assertThat(evse.report().crcErrors()).isEqualTo(30);
    assertThat(evse.notes).noneMatch(note -> note.contains("ERR_ISO_TIMEOUT"));
    for (int second = 0; second < 12; second++) {
      evse.modem.traffic(90, 10, 0);
      bench.pass(1_000);
    }
    assertThat(evse.report().lossPct()).isCloseTo(10, within(0.01));
    assertThat(evse.notes).filteredOn(note -> note.contains("ERR_ISO_TIMEOUT")).hasSize(1);
    assertThat(evse.sent(Mme.StaCapReq.class)).as("no need of them").isZero();
  }

  @Test
  void forgetsTheLossOfTenSecondsAgo() {
    Bench.Evse evse = matched(SimulatedModem.Maker.QUALCOMM);
    bench.pass(3_000);
    evse.modem.traffic(50, 50, 0);
    bench.pass(1_000);
    assertThat(evse.report().lossPct()).isCloseTo(50, within(0.01));
    for (int second = 0; second < 11; second++) {
      evse.modem.traffic(100, 0, 0);
      bench.pass(1_000);
    }
    assertThat(evse.report().lossPct()).isZero();
  }

  @Test
  void countersThatGoBackBeginAnew() {
    Watch.Quality first = Watch.Quality.NONE.told(new Watch.Counters(1_000, 900, 5), 0);
    Watch.Quality restarted = first.told(new Watch.Counters(10, 0, 0), Rules.ms(1_000));
    Watch.Quality later = restarted.told(new Watch.Counters(110, 0, 2), Rules.ms(2_000));
    assertThat(later.loss().percent()).isZero();
    assertThat(later.badBlocks()).isEqualTo(2);
  }

  @Test
  void countsSignsOfLifeWhereTheModemHasNoStatistics() {
    Bench.Evse evse = bench.evse(SimulatedModem.Maker.QUALCOMM, Rules.Maker.AUTO);
    evse.modem.statistics(false);
    bench.matched(evse);
    bench.pass(20_000);
    assertThat(evse.report().lossPct()).isZero();
    loseEveryTenth(evse);
  }

  @Test
  void countsSignsOfLifeWithModemsOfLumissil() {
    Bench.Evse evse = matched(SimulatedModem.Maker.LUMISSIL);
    bench.pass(3_000);
    assertThat(evse.report().lossPct()).isZero();
    loseEveryTenth(evse);
  }

  private void loseEveryTenth(Bench.Evse evse) {
    AtomicInteger count = new AtomicInteger();
    bench.line.fate(
        frame ->
            frame.message() instanceof Mme.StaCapReq && count.incrementAndGet() % 10 == 0 ? 0 : 1);
    bench.pass(15_000);
    assertThat(evse.report().lossPct()).isCloseTo(10, within(1.0));
    assertThat(evse.notes).filteredOn(note -> note.contains("ERR_ISO_TIMEOUT")).hasSize(1);
  }

  @Test
  void knowsNoLossOfAVehicleThatNeverAnswersSignsOfLife() {
    bench.line.fate(frame -> frame.message() instanceof Mme.StaCapReq ? 0 : 1);
    Bench.Evse evse = matched(SimulatedModem.Maker.LUMISSIL);
    bench.pass(30_000);
    assertThat(evse.sent(Mme.StaCapReq.class)).isGreaterThan(100);
    assertThat(evse.report().lossPct()).isNaN();
    assertThat(evse.plc()).isEqualTo(PlcLink.State.MATCHED);
  }

  @Test
  void noticesThatTheVehicleHasLeft() {
    Bench.Evse evse = matched(SimulatedModem.Maker.QUALCOMM);
    bench.pass(2_000);
    evse.modem.other(vehicle.address(), java.util.Optional.empty());
    vehicle.leave();
    bench.pass(2_100);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.FAILED);
    assertThat(evse.report().detail()).contains("has left the network");
  }

  @Test
  void letsThePausedVehicleSleepAndComeBack() {
    Bench.Evse evse = matched(SimulatedModem.Maker.QUALCOMM);
    var key = vehicle.key();
    evse.asked(new Event.Pause());
    evse.modem.other(vehicle.address(), java.util.Optional.empty());
    var match = vehicle.match();
    vehicle.leave();
    bench.pass(600_000);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.MATCHED);
    assertThat(evse.report().detail()).startsWith("Paused");
    assertThat(match).isPresent();
    evse.modem.other(vehicle.address(), key);
    bench.pass(1_100);
    assertThat(evse.report().detail()).startsWith("Matched with");
    evse.modem.other(vehicle.address(), java.util.Optional.empty());
    bench.pass(2_100);
    assertThat(evse.plc()).as("it is no longer paused").isEqualTo(PlcLink.State.FAILED);
  }

  @Test
  void saysThatTheModemIsDownWhenItStopsToAnswer() {
    Bench.Evse evse = matched(SimulatedModem.Maker.QUALCOMM);
    bench.pass(2_000);
    evse.modem.silence(true);
    bench.pass(7_000);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.DOWN);
    evse.modem.silence(false);
    bench.pass(10_000);
    assertThat(evse.plc()).as("the vehicle is to be matched again").isEqualTo(PlcLink.State.FAILED);
    assertThat(evse.modem.linked()).isFalse();
  }

  @Test
  void pausesNothingThatIsNotMatched() {
    Bench.Evse evse = bench.evse();
    evse.asked(new Event.Pause());
    assertThat(evse.plc()).isEqualTo(PlcLink.State.UNMATCHED);
  }
}
