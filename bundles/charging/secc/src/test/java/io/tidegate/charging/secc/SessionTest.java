package io.tidegate.charging.secc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.device.PilotState;
import io.tidegate.api.journal.TransactionLedger.Kind;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final Rig dc = Rig.dc();

  @Test
  void tellsTheSiteOfTheSessionItsVehicleAndItsEnd() {
    dc.begin()
        .say(
            new EvseAction.Wants(
                22_000,
                11_000,
                40,
                Double.NaN,
                Double.NaN,
                24_000,
                36_000,
                5_000,
                Optional.empty()));
    SiteInput.SessionStarted started = dc.posted(SiteInput.SessionStarted.class).get(0);
    assertThat(started.transaction()).startsWith(Rig.SESSION);
    SiteInput.VehicleLimits limits = dc.posted(SiteInput.VehicleLimits.class).get(0);
    assertThat(limits.maxDischargeW()).isEqualTo(11_000);
    assertThat(limits.capacityWh()).isCloseTo(60_000, within(1.0));
    assertThat(limits.targetSocPct()).isCloseTo(80, within(0.01));
    dc.run(1_500);
    assertThat(dc.posted(SiteInput.EvseTelemetry.class)).last().matches(t -> t.socPct() == 40);
    dc.say(new EvseAction.End("", "SessionStopReq")).run(10);
    assertThat(dc.posted(SiteInput.SessionEnded.class))
        .containsExactly(new SiteInput.SessionEnded(Rig.EVSE, started.session(), "SessionStopReq"));
    assertThat(dc.effects(Effect.Book.class))
        .extracting(Effect.Book::kind)
        .containsExactly(Kind.STARTED, Kind.ENDED);
    assertThat(dc.effects(Effect.Book.class))
        .extracting(Effect.Book::sequence)
        .containsExactly(0, 1);
  }

  @Test
  void booksTheEnergyOfEverySession() {
    dc.energise().give(1, 20_000, 600).run(10_000);
    dc.say(new EvseAction.End("", "over")).run(1_500);
    Effect.Book last = dc.effects(Effect.Book.class).get(1);
    assertThat(last.kind()).isEqualTo(Kind.ENDED);
    assertThat(last.importWh()).isBetween(50.0, 60.0);
  }

  @Test
  void endsEverythingWhenThePlugIsOut() {
    dc.energise();
    dc.pilot = PilotState.A;
    dc.run(10);
    assertThat(dc.orders).matches(o -> !o.closed() && !o.on());
    dc.run(100);
    assertThat(dc.posted(SiteInput.SessionEnded.class)).hasSize(1);
    assertThat(dc.orders.locked()).isFalse();
    assertThat(dc.orders.duty()).isEqualTo(100);
    assertThat(dc.view().fault()).isEmpty();
  }

  @Test
  void keepsAPausedSessionAndItsTransactionUntilThePlugIsOut() {
    PausedSession paused =
        new PausedSession(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, new byte[] {9}, "s/1", new byte[3]);
    dc.energise().say(new EvseAction.Pause(paused), new EvseAction.End("", "paused")).run(1_500);
    assertThat(dc.view().paused()).contains(paused);
    assertThat(dc.posted(SiteInput.SessionEnded.class)).isEmpty();
    assertThat(dc.orders.closed()).isFalse();
    dc.say(new EvseAction.Begin(Rig.SESSION, "v", true)).run(10);
    assertThat(dc.view().authorisation()).isEqualTo(Authorisation.ACCEPTED);
    assertThat(dc.view().paused()).isEmpty();
    assertThat(dc.posted(SiteInput.SessionStarted.class)).hasSize(1);
    dc.say(new EvseAction.Pause(paused), new EvseAction.End("", "paused")).run(10);
    dc.pilot = PilotState.A;
    dc.run(50);
    assertThat(dc.view().paused()).isEmpty();
    assertThat(dc.posted(SiteInput.SessionEnded.class)).hasSize(1);
    assertThat(dc.effects(Effect.Keep.class)).last().matches(k -> k.paused().isEmpty());
  }

  @Test
  void remembersAPausedSessionOverARestart() {
    PausedSession paused =
        new PausedSession(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, new byte[0], "s/1", new byte[0]);
    byte[] kept = Memory.write(paused, "tx-1", 4);
    dc.pilot = PilotState.B;
    dc.run(10).step(Memory.read(kept).orElseThrow()).run(10);
    assertThat(dc.view().paused()).isPresent();
    assertThat(dc.posted(SiteInput.SessionStarted.class).get(0).transaction()).isEqualTo("tx-1");
    dc.say(new EvseAction.Begin(Rig.SESSION, "v", true), new EvseAction.End("", "over"));
    assertThat(dc.effects(Effect.Book.class).get(0).sequence()).isEqualTo(4);
  }

  @Test
  void asksTheListsWhoMayCharge() {
    Rig tokens = new Rig(Map.of("authorisation", "tokens"));
    tokens.begin();
    assertThat(tokens.effects(Effect.Ask.class))
        .containsExactly(new Effect.Ask(Rig.SESSION, "02:00:00:00:00:01", "MacAddress", false));
    tokens.step(new Command.Verdict(Rig.SESSION, "02:00:00:00:00:01", false, false));
    assertThat(tokens.view().authorisation()).isEqualTo(Authorisation.WAITING);
    tokens.step(new Command.Let("CARD"));
    assertThat(tokens.view().authorisation()).isEqualTo(Authorisation.ACCEPTED);
  }

  @Test
  void refusesAContractThatTheListsDoNotKnow() {
    Rig tokens = new Rig(Map.of("authorisation", "tokens"));
    tokens
        .plugIn()
        .say(
            new EvseAction.Begin(Rig.SESSION, "v", false),
            new EvseAction.Authorise(Optional.of("DE-TDG-C1")));
    assertThat(tokens.effects(Effect.Ask.class).get(0).type()).isEqualTo("eMAID");
    tokens.step(new Command.Verdict(Rig.SESSION, "another", false, true));
    assertThat(tokens.view().authorisation()).as("too late").isEqualTo(Authorisation.WAITING);
    tokens.step(new Command.Verdict(Rig.SESSION, "DE-TDG-C1", false, true));
    assertThat(tokens.view().authorisation()).isEqualTo(Authorisation.REJECTED);
    tokens.renew(5_000).run(100);
    assertThat(tokens.orders.closed()).isFalse();
    tokens.say(new EvseAction.Authorise(Optional.of("DE-TDG-C2")));
    assertThat(tokens.view().authorisation()).as("another try").isEqualTo(Authorisation.WAITING);
    tokens.step(new Command.Verdict(Rig.SESSION, "DE-TDG-C2", true, true));
    assertThat(tokens.view().authorisation()).isEqualTo(Authorisation.ACCEPTED);
  }

  @Test
  void letsAVehicleInThatAnOperatorHasLetBefore() {
    Rig operator = new Rig(Map.of("authorisation", "operator"));
    operator.run(10).step(new Command.Let("op"));
    operator.begin();
    assertThat(operator.view().authorisation()).isEqualTo(Authorisation.ACCEPTED);
    Rig late = new Rig(Map.of("authorisation", "operator"));
    late.run(10).step(new Command.Let("op")).run(61_000).begin();
    assertThat(late.view().authorisation()).isEqualTo(Authorisation.WAITING);
  }

  @Test
  void tellsTheVehicleToEndWhenAnOperatorSaysSoAndEndsItOtherwise() {
    dc.energise().step(new Command.Dismiss());
    assertThat(dc.view().notice().kind()).isEqualTo(Notice.Kind.TERMINATE);
    assertThat(dc.orders.closed()).isTrue();
    dc.run(17_000);
    assertThat(dc.orders.closed()).isFalse();
    dc.renew(5_000).run(500);
    assertThat(dc.orders.closed()).isFalse();
  }

  @Test
  void passesOnWhatTheSupplyIsGoodFor() {
    dc.supplyW = 40_000;
    dc.energise();
    assertThat(dc.posted(SiteInput.DerateNotice.class)).isEmpty();
    dc.supplyW = 9_000;
    dc.give(1, 30_000, 60).run(500);
    assertThat(dc.posted(SiteInput.DerateNotice.class)).last().matches(d -> d.maxPowerW() == 9_000);
    assertThat(dc.amps * 400).isLessThanOrEqualTo(9_001);
    dc.supplyW = 40_000;
    dc.run(50);
    assertThat(dc.posted(SiteInput.DerateNotice.class))
        .last()
        .matches(d -> Double.isNaN(d.maxPowerW()));
  }

  @Test
  void tellsEverythingAgainToASiteThatListensAnew() {
    dc.energise();
    dc.effects.clear();
    dc.step(new Command.TellAgain());
    assertThat(dc.posted(SiteInput.SessionStarted.class)).hasSize(1);
    assertThat(dc.posted(SiteInput.EvseStatus.class)).hasSize(1);
    assertThat(dc.posted(SiteInput.SafeShareReport.class)).hasSize(1);
  }

  @Test
  void givesNothingAnyMoreOnceItHasEnded() {
    dc.energise().step(new Command.Stop("removed"));
    assertThat(dc.orders).matches(o -> !o.closed() && !o.on());
    dc.say(
            new EvseAction.Begin("2222222222222222", "v", false),
            new EvseAction.Authorise(Optional.empty()),
            new EvseAction.CableCheck(400),
            new EvseAction.Energise(Duration.ofSeconds(5)))
        .run(500);
    assertThat(dc.orders).matches(o -> !o.closed() && !o.on());
  }
}
