package io.tidegate.admin.updates;

import io.tidegate.admin.updates.engine.House;
import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.operation.HealthBoard;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.vehicle.VehicleSwitchboard;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The house as it is in the container now. */
@Component(name = "io.tidegate.admin.updates.house", service = HouseServices.class)
public final class HouseServices implements House {
  private static final Logger LOG = LoggerFactory.getLogger(HouseServices.class);

  private final List<Switchboard> switchboards = new CopyOnWriteArrayList<>();
  private final List<VehicleSwitchboard> vehicles = new CopyOnWriteArrayList<>();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile HealthBoard health;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile SiteView site;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile ServiceComponentRuntime components;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile KeyRing keys;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile ConfigurationAdmin admin;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindSwitchboard(Switchboard switchboard) {
    switchboards.add(switchboard);
  }

  void unbindSwitchboard(Switchboard switchboard) {
    switchboards.remove(switchboard);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindVehicles(VehicleSwitchboard switchboard) {
    vehicles.add(switchboard);
  }

  void unbindVehicles(VehicleSwitchboard switchboard) {
    vehicles.remove(switchboard);
  }

  /** Keys for downloads. */
  Optional<KeyRing> keys() {
    return Optional.ofNullable(keys);
  }

  @Override
  public Optional<HealthBoard> health() {
    return Optional.ofNullable(health);
  }

  @Override
  public Optional<SiteView> site() {
    return Optional.ofNullable(site);
  }

  @Override
  public List<Switchboard> switchboards() {
    return List.copyOf(switchboards);
  }

  @Override
  public List<VehicleSwitchboard> vehicles() {
    return List.copyOf(vehicles);
  }

  @Override
  public Optional<ServiceComponentRuntime> components() {
    return Optional.ofNullable(components);
  }

  @Override
  public Set<String> configurations() {
    Set<String> pids = new HashSet<>();
    ConfigurationAdmin asked = admin;
    if (asked != null) {
      try {
        Configuration[] found = asked.listConfigurations(null);
        for (Configuration each : found == null ? new Configuration[0] : found) {
          pids.add(each.getPid());
        }
      } catch (IOException | InvalidSyntaxException | IllegalStateException e) {
        LOG.warn("the configurations cannot be listed", e);
        return Set.of();
      }
    }
    return pids;
  }
}
