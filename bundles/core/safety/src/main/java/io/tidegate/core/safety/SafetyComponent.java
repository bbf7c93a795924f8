package io.tidegate.core.safety;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.ClearanceOffice;
import io.tidegate.api.control.SafetyEnvelope;
import io.tidegate.api.control.SafetyState;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.SiteModel;
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The envelope and the office that redeems its clearances, as services. One object for both: a
 * clearance is worth something only where it was issued.
 */
@Component(
    name = "io.tidegate.core.safety",
    service = {SafetyEnvelope.class, ClearanceOffice.class})
public final class SafetyComponent implements SafetyEnvelope, ClearanceOffice {
  private final Clearances office = new Clearances();
  private final SafetyKernel kernel = new SafetyKernel(office::issue);

  /** Needs nothing and starts nothing. */
  @Activate
  public SafetyComponent() {}

  @Override
  public SafetyState initial(SiteModel model, Instant at) {
    return kernel.initial(model, at);
  }

  @Override
  public Envelope bounds(SitePicture picture, SafetyState state) {
    return kernel.bounds(picture, state);
  }

  @Override
  public Verdict clear(
      SitePicture picture, Envelope envelope, Allocation proposal, long nextSetpointId) {
    return kernel.clear(picture, envelope, proposal, nextSetpointId);
  }

  @Override
  public boolean redeem(Clearance clearance, Instant now) {
    return office.redeem(clearance, now);
  }
}
