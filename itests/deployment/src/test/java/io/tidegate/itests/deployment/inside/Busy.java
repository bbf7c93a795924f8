package io.tidegate.itests.deployment.inside;

import io.tidegate.api.control.Decision;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.SiteView;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A site that discharges a vehicle while the property {@code tests.discharging} says so. */
public final class Busy implements BundleActivator, SiteView {
  @Override
  public void start(BundleContext context) {
    context.registerService(SiteView.class, this, null);
  }

  @Override
  public void stop(BundleContext context) {}

  @Override
  public Optional<DecisionView> latest() {
    double powerW = Boolean.getBoolean("tests.discharging") ? -7000 : 0;
    return Optional.of(
        new DecisionView(null, null, null, null, List.of(3000.0, powerW), List.of(), null));
  }

  @Override
  public List<Decision> recent(int most) {
    return List.of();
  }

  @Override
  public LoopFigures figures() {
    return new LoopFigures(0, 0, 0, 0, 0, 0, 0);
  }
}
