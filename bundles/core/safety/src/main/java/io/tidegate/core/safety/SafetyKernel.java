package io.tidegate.core.safety;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.Setpoint;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.SiteModel;
import java.time.Instant;
import java.util.Collections;
import java.util.function.Function;

/**
 * The envelope: bounds, then clearing. Remembers nothing from call to call but the arrays of the
 * site model and the picture that it saw last; any thread.
 */
final class SafetyKernel implements SafetyEnvelope {
  private final Function<Setpoint, Clearance> issue;
  private volatile Topology latest;
  private volatile Sight lastSight;

  SafetyKernel(Function<Setpoint, Clearance> issue) {
    this.issue = issue;
  }

  @Override
  public SafetyState initial(SiteModel model, Instant at) {
    return new SafetyState(
        at,
        Collections.nCopies(model.evses().size(), SafetyState.EvseMemory.FRESH),
        Collections.nCopies(model.nodes().size(), SafetyState.NodeMemory.FRESH),
        Instant.MAX);
  }

  @Override
  public Envelope bounds(SitePicture picture, SafetyState state) {
    return new Bounding(sight(picture), state).run();
  }

  @Override
  public Verdict clear(
      SitePicture picture, Envelope envelope, Allocation proposal, long nextSetpointId) {
    return new Clearing(sight(picture), envelope, proposal).run(issue, nextSetpointId);
  }

  @SuppressWarnings("ReferenceEquality") // another picture object is read again, never less
  private Sight sight(SitePicture picture) {
    Sight known = lastSight;
    if (known == null || known.picture() != picture) {
      known = new Sight(topology(picture.model()), picture);
      lastSight = known;
    }
    return known;
  }

  @SuppressWarnings("ReferenceEquality") // another model object means other arrays, never less
  private Topology topology(SiteModel model) {
    Topology known = latest;
    if (known == null || known.model != model) {
      known = new Topology(model);
      latest = known;
    }
    return known;
  }
}
