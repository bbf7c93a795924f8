package io.tidegate.admin.updates.engine;

import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.operation.HealthBoard;
import io.tidegate.api.vehicle.VehicleSwitchboard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** What the updater asks how the gateway is. Any of it may be missing; any thread. */
public interface House {
  Optional<HealthBoard> health();

  Optional<SiteView> site();

  List<Switchboard> switchboards();

  List<VehicleSwitchboard> vehicles();

  Optional<ServiceComponentRuntime> components();

  /** Pids of all configurations; none while nobody can say. */
  Set<String> configurations();
}
