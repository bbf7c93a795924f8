package io.tidegate.charging.vendors;

import io.tidegate.api.site.QuirkBook;
import io.tidegate.api.site.StationMake;
import io.tidegate.api.site.StationQuirks;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The descriptors of this bundle and those of the operator in {@code config/vendors}, which win.
 * Updating the bundle replaces them all while stations stay connected.
 */
@Component(
    name = Vendors.NAME,
    service = {QuirkBook.class, HealthCheck.class},
    property = {HealthCheck.NAME + "=vendors", HealthCheck.TAGS + "=tidegate"},
    immediate = true)
public final class Vendors implements QuirkBook, HealthCheck {
  static final String NAME = "io.tidegate.charging.vendors";
  static final String FOLDER = "charging/vendors";
  static final String OWN = "config/vendors";
  private static final Logger LOG = LoggerFactory.getLogger(Vendors.class);

  private final List<Descriptor> descriptors;
  private final Result health;

  @Activate
  public Vendors(BundleContext context) {
    this(Shelf.of(context, FOLDER, OWN, Descriptor::read));
    LOG.info("{} quirks of stations are known", descriptors.size());
  }

  Vendors(Shelf<Descriptor> shelf) {
    descriptors = shelf.descriptors();
    health = shelf.health("stations");
  }

  @Override
  public StationQuirks of(StationMake make) {
    StationQuirks quirks = StationQuirks.NONE;
    for (Descriptor descriptor : descriptors) {
      if (descriptor.fits(make)) {
        quirks = descriptor.onto(quirks);
      }
    }
    return quirks;
  }

  @Override
  public Result execute() {
    return health;
  }
}
