package io.tidegate.core.control.state;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Arbiter;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.Decision;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.control.Target;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.SiteModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Observe, bound, allocate, clear: the decision itself. Deterministic: built from the same
 * checkpoint, fed with the same inputs and asked at the same instants, it issues the same setpoints
 * bit for bit. Thread-confined.
 */
public final class ControlCore {
  /** An EVSE does what it was told within this factor and this power, W. */
  private static final double BEYOND = 1.05;

  private static final double BEYOND_W = 200;

  private final SiteModel model;
  private final SiteState site;
  private SafetyState safety;
  private long sequence;
  private long decisions;
  private long nextSetpoint = 1;
  private Instant lastAt;

  /** A site that nothing is known of. */
  public ControlCore(SiteModel model, SafetyEnvelope envelope, Instant at) {
    this.model = model;
    this.site = new SiteState(model);
    this.safety = envelope.initial(model, at);
    this.lastAt = at;
  }

  /**
   * Goes on from a checkpoint. When the site model is another one, what both have is taken over.
   */
  public ControlCore(SiteModel model, SafetyEnvelope envelope, Checkpoint from) {
    this(model, envelope, from.picture().at());
    site.restore(from);
    if (model.evses().equals(from.picture().model().evses())
        && model.nodes().equals(from.picture().model().nodes())) {
      safety = from.safety();
    }
    sequence = from.picture().sequence();
    decisions = from.decisions();
    nextSetpoint = from.nextSetpoint();
  }

  public SiteModel model() {
    return model;
  }

  /** Number of the last input taken. */
  public long sequence() {
    return sequence;
  }

  /** Time of the last input or decision: the next must not be before it. */
  public Instant lastAt() {
    return lastAt;
  }

  /** Who reaches a station; empty while it is not connected. */
  public Map<StationId, String> actuators() {
    return site.actuators();
  }

  /**
   * By how much an EVSE is measured beyond all that it may be obeying, W; 0 within, or close to it.
   * Others may have to make room for it.
   */
  public double excessW(SiteInput.EvseTelemetry telemetry) {
    int i = model.indexOf(telemetry.evse());
    double power = telemetry.powerW();
    if (i < 0 || !Double.isFinite(power)) {
      return 0;
    }
    Commitment c = site.evse(i).commitment();
    double share = model.evses().get(i).safeShareW();
    double high = Math.max(share, Math.max(orNothing(c.acceptedW()), orNothing(c.pendingMaxW())));
    double low = Math.min(0, Math.min(orNothing(c.acceptedW()), orNothing(c.pendingMinW())));
    return Math.max(
        0, Math.max(power - (BEYOND * high + BEYOND_W), BEYOND * low - BEYOND_W - power));
  }

  /** Whether the site reckons already with an EVSE that holds no safe share. */
  public boolean reckonsWithout(SiteInput.SafeShareReport report) {
    int i = model.indexOf(report.evse());
    return i >= 0 && !report.assured() && !site.evse(i).shareAssured();
  }

  /** Highest magnitude that the EVSE of this outcome may be obeying, W. */
  public double reachW(SiteInput.SetpointOutcome outcome) {
    int i = model.indexOf(outcome.evse());
    if (i < 0) {
      return 0;
    }
    Commitment c = site.evse(i).commitment();
    double pending =
        Math.max(Math.abs(orNothing(c.pendingMinW())), Math.abs(orNothing(c.pendingMaxW())));
    return Math.max(Math.abs(orNothing(c.acceptedW())), pending);
  }

  private static double orNothing(double powerW) {
    return Double.isNaN(powerW) ? 0 : powerW;
  }

  /** Whether the site's state has it that records can be written. */
  public boolean journalWritable() {
    return site.journalWritable();
  }

  public Checkpoint checkpoint() {
    return new Checkpoint(
        site.picture(lastAt, sequence),
        safety,
        site.unsettled(),
        site.follow(),
        Map.copyOf(site.actuators()),
        decisions,
        nextSetpoint);
  }

  public void take(StampedInput input) {
    sequence = input.sequence();
    lastAt = input.at();
    site.apply(input);
  }

  /** A decision and the clearances that carry it out. */
  public record Outcome(DecisionView view, List<Clearance> cleared) {}

  /** Decides now. */
  public Outcome decide(Arbiter arbiter, SafetyEnvelope envelope, Instant at, String cause) {
    lastAt = at;
    SitePicture picture = site.picture(at, sequence);
    SafetyEnvelope.Envelope bounds = envelope.bounds(picture, safety);
    safety = bounds.state();
    Allocation allocation = allocate(arbiter, picture, bounds.bounds());
    SafetyEnvelope.Verdict verdict = envelope.clear(picture, bounds, allocation, nextSetpoint);

    List<Setpoint> issued = new ArrayList<>(verdict.cleared().size());
    for (Clearance clearance : verdict.cleared()) {
      Setpoint setpoint = clearance.setpoint();
      issued.add(setpoint);
      site.issued(model.indexOf(setpoint.evse()), setpoint);
      nextSetpoint = Math.max(nextSetpoint, setpoint.id() + 1);
    }
    decisions++;
    Decision decision =
        new Decision(
            sequence,
            decisions,
            at,
            cause,
            List.copyOf(issued),
            shortfalls(picture, allocation),
            Digest.of(verdict.powerW()));
    DecisionView view =
        new DecisionView(
            decision,
            picture,
            bounds.bounds(),
            allocation,
            new Powers(verdict.powerW()),
            verdict.reasons(),
            safety);
    return new Outcome(view, verdict.cleared());
  }

  /** Who was cut: what the arbiter could not serve, and what it was not even asked to. */
  private static List<Allocation.Shortfall> shortfalls(SitePicture picture, Allocation allocation) {
    List<Allocation.Shortfall> all = new ArrayList<>(allocation.shortfalls());
    all.addAll(Targets.suspended(picture));
    return List.copyOf(all);
  }

  /**
   * An arbiter that fails must not stop the loop: everybody then gets the safe share, and the
   * shortfall names the failure.
   */
  private static Allocation allocate(Arbiter arbiter, SitePicture picture, Bounds bounds) {
    try {
      return arbiter.allocate(picture, bounds, Targets.inForce(picture));
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      return SafeShares.allocate(picture.model(), bounds, e);
    }
  }

  /**
   * Takes over a journaled decision without making it again: its setpoints may be in force. For
   * recovery, where speed matters more than the proof.
   */
  public void recall(Decision decision, SafetyEnvelope envelope) {
    boolean advance =
        decision.at().isAfter(safety.at().plusSeconds(1)) || decision.number() % 16 == 0;
    lastAt = decision.at();
    if (advance) {
      safety = envelope.bounds(site.picture(lastAt, sequence), safety).state();
    }
    for (Setpoint setpoint : decision.setpoints()) {
      int index = model.indexOf(setpoint.evse());
      if (index >= 0) {
        site.issued(index, setpoint);
      }
      nextSetpoint = Math.max(nextSetpoint, setpoint.id() + 1);
    }
    decisions = decision.number();
  }

  /** The next instant at which something begins, ends or lapses, or {@link Instant#MAX}. */
  public Instant nextDeadline(Instant after) {
    return site.nextDeadline(after);
  }

  /** All targets in force, for those who want to show them. */
  public static List<Target> targets(SitePicture picture) {
    return Targets.inForce(picture);
  }
}
