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
 * site model and, from bounds to clearing, the picture that it saw last. One thread at a time:
 * concurrent callers wait for each other.
 */
final class SafetyKernel implements SafetyEnvelope {
  private final Function<Setpoint, Clearance> issue;
  private Topology latest;

  /** Of the last bounds; null once it was used up. */
  private Sight lastSight;

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
  public synchronized Envelope bounds(SitePicture picture, SafetyState state) {
    lastSight = sight(picture);
    return new Bounding(lastSight, state).run();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // another picture object is read again, never less
  public synchronized Verdict clear(
      SitePicture picture, Envelope envelope, Allocation proposal, long nextSetpointId) {
    Sight known = lastSight;
    lastSight = null;
    boolean same = known != null && known.picture() == picture;
    return new Clearing(same ? known : sight(picture), envelope, proposal)
        .run(issue, nextSetpointId);
  }

  /** A new look at the site; all arrays of the last one are free. */
  private Sight sight(SitePicture picture) {
    Topology site = topology(picture.model());
    site.scratch.restart();
    return new Sight(site, picture);
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
