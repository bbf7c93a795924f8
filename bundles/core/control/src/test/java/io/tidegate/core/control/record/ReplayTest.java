package io.tidegate.core.control.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Decision;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.Plan;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.journal.Journal.EntryKind;
import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.core.control.FakeDeciders;
import io.tidegate.core.control.Sites;
import io.tidegate.core.control.state.Checkpoint;
import io.tidegate.core.control.state.ControlCore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Instant T0 = Instant.parse("2026-03-01T18:00:00.123456789Z");
  private final JournalCodec codec = new JournalCodec();
  private final FakeDeciders deciders = new FakeDeciders();
  private final ControlCore core = new ControlCore(Sites.of(3), deciders, T0);
  private final List<Recorded> entries = new ArrayList<>();
  private byte[] checkpoint = codec.encode(core.checkpoint());
  private Instant now = T0;

  private record Recorded(EntryKind kind, byte[] body) {}

  private void take(SiteInput input) {
    StampedInput stamped = new StampedInput(core.sequence() + 1, now, input);
    entries.add(new Recorded(EntryKind.INPUT, codec.encode(stamped)));
    core.take(stamped);
    now = now.plusMillis(7);
  }

  private void decide() {
    Decision decision = core.decide(deciders, deciders, now, "test").view().decision();
    entries.add(new Recorded(EntryKind.DECISION, codec.encode(decision)));
    now = now.plusMillis(993);
  }

  private JournalArchive.Segment segment() {
    return new JournalArchive.Segment() {
      @Override
      public long number() {
        return 1;
      }

      @Override
      public Instant startedAt() {
        return T0;
      }

      @Override
      public byte[] checkpoint() {
        return checkpoint;
      }

      @Override
      public Map<String, String> bundles() {
        return Map.of();
      }

      @Override
      public void read(JournalArchive.Visitor visitor) throws IOException {
        for (Recorded entry : entries) {
          visitor.entry(entry.kind(), 0, T0, entry.body());
        }
      }
    };
  }

  private void aBusyMinute() {
    for (int i = 0; i < 3; i++) {
      take(new SiteInput.StationOnline(new StationId("S" + i), "ocpp2.0.1"));
      take(new SiteInput.SafeShareReport(new EvseId("E" + i), i != 1, "the station's answer"));
      take(new SiteInput.SessionStarted(new EvseId("E" + i), new SessionId("s" + i), "tx" + i));
    }
    take(new SiteInput.ClockLeapt(2.5));
    take(new SiteInput.KeepAlive(new ControllerId("dms")));
    take(
        new SiteInput.CommandReceived(
            new GridCommand(
                new CommandId("c1"),
                new ControllerId("dms"),
                PriorityClass.CONTRACT,
                TargetKind.VEHICLE_POWER,
                "",
                -10_000.0 / 3,
                now,
                now.plusSeconds(30))));
    decide();
    take(
        new SiteInput.PolicyTargets(
            "shaving",
            List.of(
                new Target(
                    "t",
                    "policy:shaving",
                    PriorityClass.ECONOMY,
                    TargetKind.VEHICLE_POWER,
                    "",
                    Optional.empty(),
                    -0.1,
                    now.plusSeconds(5)))));
    take(
        new SiteInput.PlanUpdate(
            new Plan(
                now,
                now,
                900,
                List.of(
                    new Plan.SessionPlan(
                        new EvseId("E0"), new SessionId("s0"), List.of(1.5), List.of(50.0))))));
    for (int i = 0; i < 20; i++) {
      take(new SiteInput.KeepAlive(new ControllerId("dms")));
      take(
          new SiteInput.MeterReading(
              "grid", 1000.0 / 7 * i, Double.NaN, Double.NaN, Double.NaN, -3, 231.7, 49.98));
      take(
          new SiteInput.EvseTelemetry(
              new EvseId("E" + i % 3), now, -1000.1 * i, 50.3, 31, Double.NaN, 25, 1, 2));
      take(
          new SiteInput.SetpointOutcome(
              new EvseId("E" + i % 3), 1 + i % 3, SiteInput.Outcome.ACCEPTED));
      decide();
    }
  }

  @Test
  void reproducesEverySetpointBitForBit() throws IOException {
    aBusyMinute();
    Replayer.Result result = new Replayer(codec, deciders, deciders).replay(segment());
    assertThat(result.difference()).isEmpty();
    assertThat(result.interruption()).isEmpty();
    assertThat(result.decisions()).isEqualTo(21);
    assertThat(result.setpoints()).isPositive();
  }

  @Test
  void findsADifferenceOfOneBit() throws IOException {
    aBusyMinute();
    FakeDeciders other = new FakeDeciders();
    other.biasW = Math.ulp(3_333.3);
    Replayer.Result result = new Replayer(codec, other, other).replay(segment());
    assertThat(result.difference()).get().asString().startsWith("decision 1 at ");
  }

  @Test
  void stopsAtAGapAndSaysSo() throws IOException {
    aBusyMinute();
    entries.remove(3);
    Replayer.Result result = new Replayer(codec, deciders, deciders).replay(segment());
    assertThat(result.difference()).isEmpty();
    assertThat(result.interruption()).get().asString().contains("input 4 is missing");
  }

  @Test
  void replaysFromACheckpointInTheMiddle() throws IOException {
    aBusyMinute();
    checkpoint = codec.encode(core.checkpoint());
    entries.clear();
    take(new SiteInput.SessionEnded(new EvseId("E1"), new SessionId("s1"), "Local"));
    decide();
    Replayer.Result result = new Replayer(codec, deciders, deciders).replay(segment());
    assertThat(result.difference()).isEmpty();
    assertThat(result.decisions()).isEqualTo(1);
  }

  @Test
  void aCheckpointSurvivesItsEncodingUnchanged() throws IOException {
    Checkpoint fresh = codec.decodeCheckpoint(checkpoint);
    assertThat(fresh.safety()).isEqualTo(core.checkpoint().safety());
    aBusyMinute();
    Checkpoint before = core.checkpoint();
    Checkpoint after = codec.decodeCheckpoint(codec.encode(before));
    assertThat(after.picture().evses()).isEqualTo(before.picture().evses());
    assertThat(after.picture().meters()).isEqualTo(before.picture().meters());
    assertThat(after.picture().commands()).isEqualTo(before.picture().commands());
    assertThat(after.picture().policyTargets()).isEqualTo(before.picture().policyTargets());
    assertThat(after.picture().plan()).isEqualTo(before.picture().plan());
    assertThat(after.picture().model().evses()).isEqualTo(before.picture().model().evses());
    assertThat(after.picture().model().nodes()).isEqualTo(before.picture().model().nodes());
    assertThat(after.unsettled()).isEqualTo(before.unsettled());
    assertThat(after.follow()).isEqualTo(before.follow());
    assertThat(after.actuators()).isEqualTo(before.actuators());
  }
}
