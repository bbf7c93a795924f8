package io.tidegate.bench;

import io.tidegate.api.control.Arbiter;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.ClockQuality;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.PriorityClass;
import io.tidegate.api.site.SiteModel;
import io.tidegate.core.arbiter.FairArbiter;
import io.tidegate.core.control.state.ControlCore;
import io.tidegate.core.safety.SafetyComponent;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One whole decision (picture, bounds, allocation, clearing) of a site in which every EVSE has a
 * vehicle and every decision moves every setpoint: a command alternates between two levels, and all
 * stations have accepted what they got before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    // as the gateway is started
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms40m", "-Xmx384m", "-XX:ReservedCodeCacheSize=64m"})
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class Deciding {
  @Param({"50", "1000", "5000"})
  public int evses;

  private final Arbiter arbiter = new FairArbiter();
  private final SafetyEnvelope envelope = new SafetyComponent();
  private ControlCore core;
  private Instant now = Instant.parse("2026-03-01T18:00:00Z");
  private int round;
  private ControlCore.Outcome last;

  @Setup
  public void fill() {
    SiteModel model = BenchSite.of(evses);
    core = new ControlCore(model, envelope, now);
    take(new SiteInput.ClockReport(new ClockQuality("bench", true, 0, "")));
    for (int i = 0; i < evses; i++) {
      EvseId evse = new EvseId("E" + i);
      take(new SiteInput.StationOnline(new StationId("CS" + i), "bench"));
      take(new SiteInput.SafeShareReport(evse, true, "bench"));
      take(new SiteInput.SessionStarted(evse, new SessionId("s" + i), "tx" + i));
      take(new SiteInput.DischargePermission(evse, new SessionId("s" + i), true, "bench"));
      take(
          new SiteInput.VehicleLimits(
              evse,
              new SessionId("s" + i),
              11_000,
              11_000,
              60_000,
              80,
              Optional.of(now.plusSeconds(20_000 + i))));
    }
  }

  @Setup(Level.Invocation)
  public void advance() {
    round++;
    now = now.plusMillis(100);
    if (last != null) {
      for (Clearance c : last.cleared()) {
        take(
            new SiteInput.SetpointOutcome(
                c.setpoint().evse(), c.setpoint().id(), SiteInput.Outcome.ACCEPTED));
      }
    }
    for (int i = round % 10; i < evses; i += 10) {
      take(
          new SiteInput.EvseTelemetry(
              new EvseId("E" + i),
              now,
              last == null ? 0 : last.view().powerW().get(i),
              60,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              Double.NaN));
    }
    double sum = last == null ? 0 : last.view().powerW().stream().mapToDouble(p -> p).sum();
    take(new SiteInput.MeterReading("grid", sum, Double.NaN, Double.NaN, Double.NaN, 0, 230, 50));
    take(new SiteInput.KeepAlive(new ControllerId("dms")));
    take(
        new SiteInput.CommandReceived(
            new GridCommand(
                new CommandId("c" + round),
                new ControllerId("dms"),
                PriorityClass.CONTRACT,
                TargetKind.VEHICLE_POWER,
                "",
                evses * (round % 2 == 0 ? -5_000.0 : -6_500.0),
                now,
                now.plusMillis(99))));
  }

  private void take(SiteInput input) {
    core.take(new StampedInput(core.sequence() + 1, now, input));
  }

  @Benchmark
  public Object decide() {
    last = core.decide(arbiter, envelope, now, "bench");
    return last;
  }
}
