package io.tidegate.host.dp.guard;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.SiteView;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Whether the site can do without the gateway for a moment. */
final class Window {
  private Window() {}

  /** Why it cannot; empty when it can, and where no site is controlled. */
  static Optional<String> busy(BundleContext context) {
    try {
      ServiceReference<SiteView> reference = context.getServiceReference(SiteView.class);
      SiteView view = reference == null ? null : context.getService(reference);
      return view == null ? Optional.empty() : view.latest().flatMap(Window::busy);
    } catch (NoClassDefFoundError e) {
      return Optional.empty(); // the core is not installed: its packages are found, or they are not
    }
  }

  private static Optional<String> busy(DecisionView view) {
    long discharging = view.powerW().stream().filter(powerW -> powerW < 0).count();
    return discharging == 0
        ? Optional.empty()
        : Optional.of(discharging + " of the EVSEs are discharging a vehicle");
  }
}
