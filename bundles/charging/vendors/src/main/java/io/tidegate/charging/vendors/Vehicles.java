package io.tidegate.charging.vendors;

import io.tidegate.api.vehicle.VehicleQuirkBook;
import io.tidegate.api.vehicle.VehicleQuirks;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes of vehicles do otherwise: the descriptors of this bundle and those of the operator in
 * {@code config/vehicles}, which win. Updating the bundle replaces them all while vehicles charge.
 */
@Component(
    name = Vehicles.NAME,
    service = {VehicleQuirkBook.class, HealthCheck.class},
    property = {HealthCheck.NAME + "=vehicles", HealthCheck.TAGS + "=tidegate"},
    immediate = true)
public final class Vehicles implements VehicleQuirkBook, HealthCheck {
  static final String NAME = "io.tidegate.charging.vendors.vehicles";
  static final String FOLDER = "charging/vehicles";
  static final String OWN = "config/vehicles";
  private static final Logger LOG = LoggerFactory.getLogger(Vehicles.class);

  private final List<VehicleDescriptor> descriptors;
  private final Result health;

  @Activate
  public Vehicles(BundleContext context) {
    this(Shelf.of(context, FOLDER, OWN, VehicleDescriptor::read));
    LOG.info("{} quirks of vehicles are known", descriptors.size());
  }

  Vehicles(Shelf<VehicleDescriptor> shelf) {
    descriptors = shelf.descriptors();
    health = shelf.health("vehicles");
  }

  @Override
  public VehicleQuirks of(VehicleMake make) {
    VehicleQuirks quirks = VehicleQuirks.NONE;
    for (VehicleDescriptor descriptor : descriptors) {
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
