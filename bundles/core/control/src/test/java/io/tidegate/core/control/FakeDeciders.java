package io.tidegate.core.control;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Arbiter;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.site.SiteModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The simplest deciders that can be told apart: a target's power is split evenly over the sessions
 * and goes out uncut.
 */
public final class FakeDeciders implements Arbiter, SafetyEnvelope {
  /** Added to every power, to play another version of the arbiter. */
  public double biasW;

  /** When set, the arbiter throws it. */
  public RuntimeException failure;

  @Override
  public Allocation allocate(SitePicture picture, Bounds bounds, List<Target> targets) {
    if (failure != null) {
      throw failure;
    }
    int n = picture.evses().size();
    long sessions = picture.evses().stream().filter(e -> e.session().isPresent()).count();
    double asked = targets.stream().mapToDouble(Target::powerW).sum();
    double[] power = new double[n];
    for (int i = 0; i < n; i++) {
      power[i] = picture.evses().get(i).session().isPresent() ? asked / sessions + biasW : 0;
    }
    String[] mandates = new String[n];
    Arrays.fill(mandates, "dms");
    Reason[] reasons = new Reason[n];
    Arrays.fill(reasons, Reason.of(ReasonCode.GRID_COMMAND));
    return new Allocation(power, mandates, reasons, List.of());
  }

  @Override
  public SafetyState initial(SiteModel model, Instant at) {
    int n = model.evses().size();
    return new SafetyState(
        at,
        Collections.nCopies(n, SafetyState.EvseMemory.FRESH),
        Collections.nCopies(model.nodes().size(), SafetyState.NodeMemory.FRESH),
        Instant.MAX);
  }

  @Override
  public Envelope bounds(SitePicture picture, SafetyState state) {
    int n = picture.evses().size();
    double[] min = new double[n];
    double[] max = new double[n];
    Arrays.fill(min, -11_000);
    Arrays.fill(max, 11_000);
    Reason[] none = new Reason[n];
    Bounds bounds =
        new Bounds(
            min,
            max,
            none,
            none,
            new double[1],
            new double[1],
            new Reason[1],
            new Reason[1],
            new double[3],
            new double[3]);
    return new Envelope(
        bounds, new SafetyState(picture.at(), state.evses(), state.nodes(), picture.at()));
  }

  @Override
  public Verdict clear(
      SitePicture picture, Envelope envelope, Allocation proposal, long nextSetpointId) {
    int n = picture.evses().size();
    double[] power = new double[n];
    List<Clearance> cleared = new ArrayList<>();
    long id = nextSetpointId;
    for (int i = 0; i < n; i++) {
      power[i] = proposal.powerW(i);
      var evse = picture.evses().get(i);
      if (evse.session().isPresent() && evse.commitment().lastSentW() != power[i]) {
        Setpoint setpoint =
            new Setpoint(
                id++,
                picture.model().evses().get(i).id(),
                evse.session().map(s -> s.id()),
                power[i],
                picture.at(),
                picture.at().plusSeconds(30),
                List.of(proposal.reason(i)));
        cleared.add(() -> setpoint);
      }
    }
    return new Verdict(
        power, Collections.nCopies(n, List.of(Reason.of(ReasonCode.GRID_COMMAND))), cleared);
  }
}
