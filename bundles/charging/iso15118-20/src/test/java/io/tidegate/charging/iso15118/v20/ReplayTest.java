package io.tidegate.charging.iso15118.v20;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.codec.exi.iso15118.cm.ChargeProgress;
import io.tidegate.codec.exi.iso15118.cm.ChargingSession;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionReq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Valid sessions, begun, repeated, cut, mixed and damaged at random (fixed seeds) beside an EVSE
 * that has troubles of its own: the contactor is never closed without a live session and lease,
 * nothing throws, and every line ends. {@code -Diso15118.replays=100000} for a long run.
 */
class ReplayTest {
  private static final int REPLAYS = Integer.getInteger("iso15118.replays", 2_000);

  private record Frame(int type, byte[] bytes, long ms) {}

  private record Recording(int service, boolean contract, List<Frame> frames) {}

  /** A bench that writes down what the vehicle says. */
  private static Recording record(int service, boolean dynamic, boolean contract) {
    Ev ev = Ev.at(service, dynamic, dynamic);
    if (contract) {
      ev.contract = Contract.good();
      ev.contract.trustedBy(ev.bench);
    }
    List<Frame> frames = new ArrayList<>();
    long[] last = {ev.bench.evse.nanos()};
    ev.bench.tap =
        (type, bytes) -> {
          long now = ev.bench.evse.nanos();
          frames.add(new Frame(type, bytes.clone(), (now - last[0]) / 1_000_000));
          last[0] = now;
        };
    ev.upTo(Phase.LOOP);
    for (int i = 0; i < 4; i++) {
      ev.loop();
    }
    if (!contract) {
      ev.say(Payloads.METERING_CONFIRMATION, Words.confirmation(ev));
    }
    ev.say(Payloads.SCHEDULE_RENEGOTIATION, Words.exchange(ev));
    ev.ok(ev.delivery(ChargeProgress.SCHEDULE_RENEGOTIATION));
    ev.loop();
    ev.ok(ev.delivery(ChargeProgress.STANDBY));
    ev.ok(Words.loop(ev, true));
    if (ev.direct()) {
      ev.ok(Words.preCharge(ev));
    }
    ev.ok(
        Words.delivery(
            ev, ChargeProgress.START, (io.tidegate.codec.exi.iso15118.cm.EVPowerProfile) null));
    ev.loop();
    ev.ok(ev.delivery(ChargeProgress.STOP));
    if (ev.direct()) {
      ev.ok(new DcWeldingDetectionReq(ev.header(), Processing.FINISHED));
    }
    ev.stop(ChargingSession.TERMINATE);
    return new Recording(service, contract, frames);
  }

  private static List<Recording> recordings() {
    List<Recording> all = new ArrayList<>();
    for (int service : new int[] {1, 2, 5, 6}) {
      for (boolean dynamic : new boolean[] {false, true}) {
        all.add(record(service, dynamic, false));
      }
    }
    all.add(record(Catalogue.DC_BPT, true, true));
    return all;
  }

  @Test
  void neverLeavesTheContactorClosedNeverThrowsNeverHangs() {
    List<Recording> recordings = recordings();
    int energised = 0;
    int finished = 0;
    for (int seed = 0; seed < REPLAYS; seed++) {
      Random random = new Random(seed);
      // the contract's signatures cost most of the time: it is replayed seldom
      int which = random.nextInt(16 * (recordings.size() - 1) + 1) / 16;
      Recording recording = recordings.get(which);
      Replay replay = new Replay(recording, recordings, random);
      try {
        replay.run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ", service " + recording.service(), e);
      }
      energised += replay.energised ? 1 : 0;
      finished += replay.bench.closes.contains("") ? 1 : 0;
    }
    // a test in which no contactor ever closes proves nothing
    assertThat(energised).isGreaterThan(REPLAYS / 10);
    assertThat(finished).isGreaterThan(REPLAYS / 100);
  }

  private static final class Replay {
    private final Recording recording;
    private final List<Recording> others;
    private final Random random;
    final Bench bench;
    boolean energised;

    /** How wild it is: 0 follows the recording. */
    private final double wildness;

    Replay(Recording recording, List<Recording> others, Random random) {
      this.recording = recording;
      this.others = others;
      this.random = random;
      boolean direct = recording.service() == 2 || recording.service() == 6;
      bench = direct ? Bench.dc() : Bench.ac();
      wildness = random.nextInt(3) == 0 ? 0.3 : 0.03;
      if (recording.contract()) {
        Contract.good().trustedBy(bench);
      }
      bench.connect();
    }

    void run() {
      VirtualEvse evse = bench.evse;
      boolean ready = false;
      for (int i = 0; i < recording.frames().size() && !bench.over(); i++) {
        Frame frame = recording.frames().get(i);
        pass(frame.ms());
        if (!ready && bench.phase().compareTo(Phase.SCHEDULE) > 0) {
          evse.pilot(PilotState.C);
          bench.settle();
          ready = true;
        }
        if (random.nextDouble() < wildness) {
          trouble();
        }
        say(frame);
        check();
        if (random.nextDouble() < wildness / 10) {
          break;
        }
      }
      end();
    }

    private void say(Frame frame) {
      bench.handOver = random.nextInt(8) == 0;
      double dice = random.nextDouble() / wildness;
      if (dice < 0.15) {
        return;
      } else if (dice < 0.35) {
        deliver(frame.type(), frame.bytes());
        deliver(frame.type(), frame.bytes());
      } else if (dice < 0.5) {
        List<Frame> any = others.get(random.nextInt(others.size())).frames();
        Frame other = any.get(random.nextInt(any.size()));
        deliver(other.type(), other.bytes());
      } else if (dice < 0.75) {
        deliver(frame.type(), damaged(frame.bytes()));
      } else if (dice < 0.8) {
        int[] types = {0x8001, 0x8002, 0x8003, 0x8004, 0x8101, 0x8102, 0x9000};
        deliver(types[random.nextInt(types.length)], frame.bytes());
      } else {
        deliver(frame.type(), frame.bytes());
      }
    }

    /** One request a time, as the transport has it, now and then two. */
    private void deliver(int type, byte[] bytes) {
      bench.deliver(type, bytes);
      if (random.nextInt(20) > 0) {
        bench.await(Duration.ofSeconds(6));
      }
      bench.replies.clear();
    }

    private byte[] damaged(byte[] bytes) {
      byte[] damaged =
          random.nextInt(4) == 0
              ? Arrays.copyOf(bytes, random.nextInt(bytes.length))
              : bytes.clone();
      for (int i = random.nextInt(3); i >= 0 && damaged.length > 12; i--) {
        // behind the session id, so that it is not merely another session
        damaged[11 + random.nextInt(damaged.length - 11)] ^= (byte) (1 << random.nextInt(8));
      }
      return damaged;
    }

    private void trouble() {
      VirtualEvse evse = bench.evse;
      switch (random.nextInt(14)) {
        case 0 -> evse.pilot(PilotState.values()[random.nextInt(7)]);
        case 1 -> evse.fault("ERR_EVSE", random.nextBoolean());
        case 2 -> evse.stuck = random.nextBoolean();
        case 3 -> evse.welded = random.nextInt(4) == 0;
        case 4 -> evse.tested = Insulation.values()[random.nextInt(5)];
        case 5 -> evse.word = Authorisation.values()[random.nextInt(4)];
        case 6 ->
            evse.notice = new Notice(Notice.Kind.values()[random.nextInt(7)], random.nextInt(70));
        case 7 -> evse.offerW = random.nextGaussian() * 30_000;
        case 8 -> evse.offerW = Double.NaN;
        case 9 -> evse.limitChargeW = random.nextDouble() * 40_000;
        case 10 -> evse.limitDischargeW = 0;
        case 11 -> evse.apply(List.of(new EvseAction.Deenergise(true, "", "the unit's own")));
        case 12 -> bench.hangUp();
        default -> evse.offerExpires = evse.nanos() + random.nextInt(1_000_000_000);
      }
      evse.changed = true;
      bench.settle();
    }

    private void pass(long ms) {
      boolean late = random.nextDouble() < wildness / 4;
      bench.advance(Duration.ofMillis(late ? random.nextInt(70_000) : ms));
      check();
    }

    private void check() {
      VirtualEvse evse = bench.evse;
      energised |= evse.closed();
      assertThat(evse.violations).as("closed without session, lease, or with a fault").isZero();
      assertThat(bench.closes).doesNotContain("ERR_INTERNAL");
      if (recording.service() < Catalogue.AC_BPT && wildness < 0.1) {
        assertThat(
                bench.session().limits().statedDischargeW() > 0
                    && !bench.session().terms().bidirectional())
            .isFalse();
      }
    }

    private void end() {
      VirtualEvse evse = bench.evse;
      if (random.nextBoolean()) {
        bench.hangUp();
        bench.advance(Duration.ofSeconds(3));
      } else {
        bench.advance(Duration.ofSeconds(70));
        bench.advance(Duration.ofSeconds(70));
      }
      check();
      assertThat(bench.over()).as("every line ends").isTrue();
      assertThat(evse.closed()).isFalse();
      Optional<EvseAction.Begin> begun = bench.all(EvseAction.Begin.class).stream().findFirst();
      if (begun.isPresent()) {
        assertThat(
                bench.all(EvseAction.End.class).size() + bench.all(EvseAction.Pause.class).size())
            .as("a session that has begun ends once")
            .isEqualTo(1);
      }
      for (EvseAction.Window window : bench.all(EvseAction.Window.class)) {
        assertThat(window.chargeA()).isNotNegative();
        assertThat(window.dischargeA()).isNotNegative();
      }
    }
  }

  @Test
  void makesTheSameStepsOfTheSameEvents() {
    for (Recording recording : recordings()) {
      assertThat(actions(recording)).isEqualTo(actions(recording));
    }
  }

  private static List<String> actions(Recording recording) {
    Replay replay = new Replay(recording, List.of(recording), new Random(1));
    Bench bench = replay.bench;
    for (Frame frame : recording.frames()) {
      bench.advance(Duration.ofMillis(frame.ms()));
      if (bench.phase() == Phase.CABLE_CHECK || bench.phase() == Phase.READY) {
        bench.evse.pilot(PilotState.C);
        bench.settle();
      }
      bench.deliver(frame.type(), frame.bytes());
      bench.await(Duration.ofSeconds(6));
    }
    assertThat(bench.closes).containsExactly("");
    // sessions of a pause hold arrays, which are compared by identity
    return bench.evse.actions.stream().map(Object::toString).toList();
  }
}
