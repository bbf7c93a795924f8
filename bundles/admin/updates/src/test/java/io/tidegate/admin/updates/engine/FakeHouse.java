package io.tidegate.admin.updates.engine;

import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.operation.HealthBoard;
import io.tidegate.api.vehicle.VehicleSwitchboard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** A house without a site, whose checks and configurations a test decides. */
final class FakeHouse implements House {
  final Set<String> red = new TreeSet<>();
  final List<String> green = new ArrayList<>();
  final Set<String> configurations = new HashSet<>();

  @Override
  public Optional<HealthBoard> health() {
    List<HealthBoard.Check> checks = new ArrayList<>();
    red.forEach(
        name -> checks.add(new HealthBoard.Check(name, HealthBoard.Status.CRITICAL, "meant")));
    green.forEach(name -> checks.add(new HealthBoard.Check(name, HealthBoard.Status.OK, "well")));
    return Optional.of(() -> new HealthBoard.Health(HealthBoard.Status.CRITICAL, checks));
  }

  @Override
  public Optional<SiteView> site() {
    return Optional.empty();
  }

  @Override
  public List<Switchboard> switchboards() {
    return List.of();
  }

  @Override
  public List<VehicleSwitchboard> vehicles() {
    return List.of();
  }

  @Override
  public Optional<ServiceComponentRuntime> components() {
    return Optional.empty();
  }

  @Override
  public Set<String> configurations() {
    return Set.copyOf(configurations);
  }
}
