package io.tidegate.charging.slac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.NetworkKey;
import io.tidegate.codec.slac.Octets;
import io.tidegate.sim.slac.Behaviour;
import io.tidegate.sim.slac.SimulatedModem;
import io.tidegate.sim.slac.SlacVehicle;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchingTest {
  private final Bench bench = new Bench();

  @Test
  void matchesAVehicleAndTellsWhatTheLineIsWorth() {
    Bench.Evse evse = bench.evse();
    SlacVehicle vehicle = bench.matched(evse);
    assertThat(vehicle.match().orElseThrow().key()).isEqualTo(evse.modem.key().orElseThrow());
    assertThat(vehicle.match().orElseThrow().networkId())
        .isEqualTo(evse.modem.key().orElseThrow().networkId());
    PlcLink.Report report = evse.report();
    assertThat(report.vehicle()).contains("02:00:00:00:00:e1");
    assertThat(report.attenuationDb()).isEqualTo(12);
    assertThat(report.lossPct()).isNaN();
    assertThat(report.detail()).isEqualTo("Matched with 02:00:00:00:00:e1");
  }

  @Test
  void givesEachMatchAKeyOfItsOwn() {
    Bench.Evse evse = bench.evse();
    NetworkKey idle = evse.modem.key().orElseThrow();
    SlacVehicle vehicle = bench.matched(evse);
    NetworkKey first = evse.modem.key().orElseThrow();
    evse.asked(new Event.Match());
    vehicle.leave();
    bench.line.plug(vehicle, bench.now);
    bench.until(() -> evse.plc() == PlcLink.State.MATCHED, 5_000);
    assertThat(evse.modem.key().orElseThrow()).isNotEqualTo(first).isNotEqualTo(idle);
    assertThat(first).isNotEqualTo(idle);
  }

  @Test
  void leavesTheNetworkAtOnceWhenTheSessionEnds() {
    Bench.Evse evse = bench.evse();
    bench.matched(evse);
    evse.asked(new Event.Terminate());
    assertThat(evse.modem.linked()).isFalse();
    assertThat(evse.plc()).isEqualTo(PlcLink.State.UNMATCHED);
    assertThat(evse.report().vehicle()).isEmpty();
    bench.pass(60_000);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.UNMATCHED);
  }

  @Test
  void answersNobodyBeforeAVehicleIsPluggedIn() {
    Bench.Evse evse = bench.evse();
    SlacVehicle vehicle = bench.vehicle(1, Behaviour.GOOD);
    bench.line.plug(vehicle, bench.now);
    bench.pass(2_000);
    assertThat(vehicle.state()).isEqualTo(SlacVehicle.State.FAILED);
    assertThat(evse.sent(Mme.SlacParmCnf.class)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 9})
  void makesDoWithFewerSounds(int sounds) {
    Bench.Evse evse = bench.evse();
    bench.plugged(evse, Behaviour.GOOD.withSounds(sounds));
    bench.until(() -> evse.plc() == PlcLink.State.MATCHED, 5_000);
    assertThat(
            evse.sent.stream()
                .map(MmeFrame::message)
                .filter(Mme.AttenCharInd.class::isInstance)
                .map(m -> ((Mme.AttenCharInd) m).sounds()))
        .containsExactly(sounds);
  }

  @Test
  void tellsNothingOfAVehicleItHasNotHeard() {
    Bench.Evse evse = bench.evse();
    SlacVehicle vehicle = bench.plugged(evse, Behaviour.GOOD.withSounds(0));
    bench.until(() -> vehicle.state() == SlacVehicle.State.FAILED, 5_000);
    assertThat(evse.sent(Mme.AttenCharInd.class)).isZero();
    assertThat(evse.report().detail()).contains("measured no sound");
    assertThat(evse.plc()).as("it may try again").isEqualTo(PlcLink.State.MATCHING);
  }

  @Test
  void leadsTwoVehiclesThatSoundAtOnceToTheirOwnEvses() {
    Bench.Evse left = bench.evse();
    Bench.Evse right = bench.evse(SimulatedModem.Maker.LUMISSIL, Rules.Maker.AUTO);
    SlacVehicle one = bench.vehicle(1, Behaviour.GOOD);
    SlacVehicle two = bench.vehicle(2, Behaviour.GOOD);
    bench.line.attenuation(one.address(), left.rules.self(), 10);
    bench.line.attenuation(one.address(), right.rules.self(), 40);
    bench.line.attenuation(two.address(), left.rules.self(), 45);
    bench.line.attenuation(two.address(), right.rules.self(), 9);
    left.asked(new Event.Match());
    right.asked(new Event.Match());
    bench.line.plug(one, bench.now);
    bench.pass(10);
    bench.line.plug(two, bench.now);
    bench.until(() -> left.plc() == PlcLink.State.MATCHED, 5_000);
    bench.until(() -> right.plc() == PlcLink.State.MATCHED, 5_000);
    assertThat(left.report().vehicle()).contains(one.address().toString());
    assertThat(left.report().attenuationDb()).isEqualTo(10);
    assertThat(right.report().vehicle()).contains(two.address().toString());
    assertThat(right.report().attenuationDb()).isEqualTo(9);
  }

  @Test
  void keepsRunsOfTwoVehiclesApartAtOneEvse() {
    Bench.Evse evse = bench.evse();
    SlacVehicle one = bench.vehicle(1, Behaviour.GOOD.withForeignAddress());
    SlacVehicle two = bench.vehicle(2, Behaviour.GOOD);
    bench.line.attenuation(one.address(), evse.rules.self(), 30);
    bench.line.attenuation(two.address(), evse.rules.self(), 20);
    evse.asked(new Event.Match());
    bench.line.plug(one, bench.now);
    bench.line.plug(two, bench.now);
    bench.until(() -> evse.plc() == PlcLink.State.MATCHED, 5_000);
    assertThat(evse.report().vehicle()).contains(two.address().toString());
    assertThat(evse.report().attenuationDb()).isEqualTo(20);
    assertThat(one.match()).isEmpty();
  }

  @Test
  void givesNoKeyForAStaleRunOrInAnothersName() {
    for (Behaviour bad :
        new Behaviour[] {Behaviour.GOOD.withStaleRun(), Behaviour.GOOD.withForeignAddress()}) {
      Bench alone = new Bench();
      Bench.Evse evse = alone.evse();
      SlacVehicle vehicle = alone.plugged(evse, bad);
      alone.until(() -> vehicle.state() == SlacVehicle.State.FAILED, 5_000);
      assertThat(evse.sent(Mme.SlacMatchCnf.class)).isZero();
      alone.until(() -> evse.plc() == PlcLink.State.FAILED, 60_000);
    }
  }

  @Test
  void givesNoKeyToWhomItWasNotAskedFrom() {
    Bench.Evse evse = bench.evse();
    SlacVehicle vehicle = bench.plugged(evse, Behaviour.GOOD);
    bench.until(() -> vehicle.state() == SlacVehicle.State.SOUNDING, 1_000);
    MacAddress thief = MacAddress.parse("02:00:00:00:00:ff");
    Octets zeros = Octets.zeros(17);
    MmeFrame theft =
        new MmeFrame(
            evse.rules.self(),
            thief,
            new Mme.SlacMatchReq(
                zeros, vehicle.address(), zeros, evse.rules.self(), vehicle.runId()));
    bench.until(
        () -> {
          bench.line.inject(theft, bench.now);
          return evse.plc() == PlcLink.State.MATCHED;
        },
        5_000);
    assertThat(evse.sent)
        .filteredOn(frame -> frame.message() instanceof Mme.SlacMatchCnf)
        .allMatch(frame -> frame.destination().equals(vehicle.address()));
  }

  @Test
  void believesNobodyButItsModemWhatWasHeard() {
    Bench.Evse evse = bench.evse();
    SlacVehicle vehicle = bench.plugged(evse, Behaviour.GOOD);
    Octets loud = Octets.of(new byte[58]);
    bench.until(() -> vehicle.state() == SlacVehicle.State.SOUNDING, 1_000);
    for (int i = 0; i < 20; i++) {
      Mme profile = new Mme.AttenProfileInd(vehicle.address(), loud);
      bench.line.inject(new MmeFrame(evse.rules.self(), vehicle.address(), profile), bench.now);
      MacAddress stranger = MacAddress.parse("02:00:00:00:00:ff");
      bench.line.inject(new MmeFrame(evse.rules.self(), stranger, profile), bench.now);
    }
    bench.until(() -> evse.plc() == PlcLink.State.MATCHED, 5_000);
    assertThat(evse.report().attenuationDb()).isEqualTo(12);
  }

  @Test
  void repeatsTheAttenuationTwiceAndThenForgetsTheVehicle() {
    Bench.Evse evse = bench.evse();
    bench.plugged(evse, Behaviour.GOOD.withoutConfirming());
    bench.until(() -> evse.report().detail().contains("does not confirm"), 5_000);
    assertThat(evse.sent(Mme.AttenCharInd.class)).isEqualTo(3);
    assertThat(evse.state.runs()).isEmpty();
  }

  @Test
  void needsNoValidation() {
    Bench.Evse evse = bench.evse();
    bench.plugged(evse, Behaviour.GOOD.validating());
    bench.until(() -> evse.plc() == PlcLink.State.MATCHED, 5_000);
    assertThat(evse.sent(Mme.ValidateCnf.class)).isEqualTo(1);
  }

  @Test
  void failsAfterTwelveSecondsWhenTheVehicleDoesNotJoin() {
    Bench.Evse evse = bench.evse();
    SlacVehicle vehicle = bench.plugged(evse, Behaviour.GOOD.withoutJoining());
    bench.until(() -> vehicle.state() == SlacVehicle.State.MATCHED, 5_000);
    NetworkKey given = evse.modem.key().orElseThrow();
    bench.pass(11_990);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.MATCHING);
    bench.pass(20);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.FAILED);
    assertThat(evse.modem.key().orElseThrow()).isNotEqualTo(given);
    assertThat(evse.report().detail()).contains("has not joined");
  }

  @Test
  void failsWhenNobodyAsksWithinTheTimeOfTheStandard() {
    Bench.Evse evse = bench.evse();
    evse.asked(new Event.Match());
    bench.pass(49_999);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.MATCHING);
    bench.pass(1);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.FAILED);
    assertThat(evse.report().detail()).isEqualTo("No vehicle has asked for a match yet");
  }

  @Test
  void letsAVehicleTryAgainButNotForEver() {
    Bench.Evse evse = bench.evse();
    SlacVehicle vehicle = bench.plugged(evse, Behaviour.GOOD.withSounds(0));
    long begun = bench.now;
    bench.until(
        () -> {
          if (vehicle.state() == SlacVehicle.State.FAILED) {
            bench.line.plug(vehicle, bench.now);
          }
          return evse.plc() == PlcLink.State.FAILED;
        },
        101_000);
    assertThat(bench.now - begun).isGreaterThan(Rules.ms(50_000));
  }

  @ParameterizedTest
  @EnumSource(SimulatedModem.Maker.class)
  void matchesWithModemsOfAnyMaker(SimulatedModem.Maker maker) {
    Bench.Evse evse = bench.evse(maker, Rules.Maker.AUTO);
    bench.matched(evse);
    bench.pass(30_000);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.MATCHED);
  }

  @Test
  void asksAModemNothingThatIsCalledSilent() {
    Bench.Evse evse = bench.evse(SimulatedModem.Maker.QUALCOMM, Rules.Maker.SILENT);
    bench.matched(evse);
    assertThat(evse.sent)
        .allMatch(
            f ->
                !f.destination().equals(SimulatedModem.LOCAL)
                    || f.message() instanceof Mme.SetKeyReq);
    assertThat(evse.report().detail()).contains("does not tell");
  }

  @Test
  void survivesTheLossOfAnyFrameOnce() {
    int frames = framesOfAMatch();
    assertThat(frames).isGreaterThan(30);
    for (int lost = 0; lost < frames; lost++) {
      Bench alone = new Bench();
      AtomicInteger count = new AtomicInteger();
      int which = lost;
      alone.line.fate(frame -> count.getAndIncrement() == which ? 0 : 1);
      Bench.Evse evse = alone.evse();
      SlacVehicle vehicle = alone.plugged(evse, Behaviour.GOOD);
      alone.until(
          () -> {
            if (vehicle.state() == SlacVehicle.State.FAILED) {
              alone.line.plug(vehicle, alone.now);
            }
            return evse.plc() == PlcLink.State.MATCHED
                && vehicle.state() == SlacVehicle.State.MATCHED;
          },
          20_000);
      assertThat(vehicle.key()).as("without frame %s", lost).isEqualTo(evse.modem.key());
    }
  }

  private static int framesOfAMatch() {
    Bench alone = new Bench();
    AtomicInteger count = new AtomicInteger();
    alone.line.fate(frame -> count.incrementAndGet() > 0 ? 1 : 0);
    alone.matched(alone.evse());
    return count.get();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void survivesEveryFrameSeveralTimes(int times) {
    bench.line.fate(frame -> times);
    Bench.Evse evse = bench.evse();
    SlacVehicle vehicle = bench.matched(evse);
    assertThat(vehicle.key()).isEqualTo(evse.modem.key()).isPresent();
    bench.pass(20_000);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.MATCHED);
  }

  @Test
  void saysThatTheModemIsDownAndGoesOnWhenItIsBack() {
    Bench.Evse evse = bench.evse();
    evse.modem.silence(true);
    evse.asked(new Event.Match());
    assertThat(evse.plc()).isEqualTo(PlcLink.State.MATCHING);
    bench.pass(1_500);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.DOWN);
    bench.pass(30_000);
    assertThat(evse.plc()).isEqualTo(PlcLink.State.DOWN);
    evse.modem.silence(false);
    bench.until(() -> evse.plc() == PlcLink.State.MATCHING, 7_000);
    bench.line.plug(bench.vehicle(1, Behaviour.GOOD), bench.now);
    bench.until(() -> evse.plc() == PlcLink.State.MATCHED, 5_000);
  }

  @Test
  void takesAnAnswerToAnotherKeyForNone() {
    Bench.Evse evse = bench.evse();
    evse.modem.silence(true);
    evse.asked(new Event.Match());
    long nonce = evse.state.secret().orElseThrow().nonce();
    MmeFrame wrong =
        new MmeFrame(evse.rules.self(), evse.modem.address(), new Mme.SetKeyCnf(0, nonce ^ 1));
    bench.line.inject(wrong, bench.now);
    assertThat(evse.state.phase()).isEqualTo(LinkState.Phase.KEY);
    bench.line.inject(
        new MmeFrame(evse.rules.self(), evse.modem.address(), new Mme.SetKeyCnf(1, nonce)),
        bench.now);
    assertThat(evse.state.phase()).isEqualTo(LinkState.Phase.WAITING);
  }

  @Test
  void takesOurOwnCircuitOffTheAttenuation() {
    Run run =
        Run.asked(MacAddress.parse("02:00:00:00:00:e1"), 1, 0)
            .sounding(2, 0)
            .measured(Octets.of(filled(20)))
            .measured(Octets.of(filled(23)))
            .measured(Octets.of((byte) 1));
    assertThat(run.profiles()).hasSize(2);
    assertThat(run.means(4.5).at(57)).isEqualTo(17);
    assertThat(run.attenuationDb(4.5)).isEqualTo(17);
    assertThat(run.means(60).at(0)).isZero();
    assertThat(Run.asked(run.vehicle(), 1, 0).attenuationDb(0)).isNaN();
  }

  private static byte[] filled(int db) {
    byte[] groups = new byte[58];
    Arrays.fill(groups, (byte) db);
    return groups;
  }

  @Test
  void holdsNoMoreThanEightVehiclesAndNoneOfThemLocksOthersOut() {
    Bench.Evse evse = bench.evse();
    evse.asked(new Event.Match());
    for (int i = 0; i < 1_000; i++) {
      MacAddress stranger = new MacAddress(0x020000010000L + i);
      bench.line.inject(
          new MmeFrame(MacAddress.BROADCAST, stranger, new Mme.SlacParmReq(i)), bench.now);
    }
    assertThat(evse.state.runs()).hasSize(8);
    bench.line.plug(bench.vehicle(1, Behaviour.GOOD), bench.now);
    bench.until(() -> evse.plc() == PlcLink.State.MATCHED, 5_000);
    assertThat(evse.report().vehicle()).isEqualTo(Optional.of("02:00:00:00:00:e1"));
  }
}
