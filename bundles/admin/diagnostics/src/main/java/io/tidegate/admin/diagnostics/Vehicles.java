package io.tidegate.admin.diagnostics;

import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.EvseView;
import io.tidegate.api.vehicle.VehiclePeer;
import io.tidegate.api.vehicle.VehicleSwitchboard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The section about EVSEs of the gateway's own and the vehicles that speak with it. */
@Component(name = "io.tidegate.admin.diagnostics.vehicles", service = Vehicles.class)
public final class Vehicles {
  private static final int MOST = 1_000;
  private final List<EvseUnit> units = new CopyOnWriteArrayList<>();
  private final List<VehicleSwitchboard> switchboards = new CopyOnWriteArrayList<>();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindUnit(EvseUnit unit) {
    units.add(unit);
  }

  void unbindUnit(EvseUnit unit) {
    units.remove(unit);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindSwitchboard(VehicleSwitchboard switchboard) {
    switchboards.add(switchboard);
  }

  void unbindSwitchboard(VehicleSwitchboard switchboard) {
    switchboards.remove(switchboard);
  }

  Map<String, Object> read() {
    List<Map<String, Object>> evses = new ArrayList<>();
    units.stream()
        .sorted(Comparator.comparing(unit -> unit.id().value()))
        .limit(MOST)
        .forEach(unit -> evses.add(evse(unit)));
    List<Map<String, Object>> doors = new ArrayList<>();
    List<Map<String, Object>> lines = new ArrayList<>();
    for (VehicleSwitchboard switchboard : switchboards) {
      for (VehicleSwitchboard.Door door : switchboard.doors()) {
        doors.add(
            Rows.of(
                "evse", door.evse(),
                "interface", door.iface(),
                "sdpPort", door.sdpPort(),
                "port", door.port(),
                "fault", door.fault()));
      }
      switchboard.lines().stream().limit(MOST).forEach(line -> lines.add(line(line)));
    }
    return Rows.of("evses", evses, "doors", doors, "vehicles", lines);
  }

  private static Map<String, Object> evse(EvseUnit unit) {
    EvseView view = unit.view();
    return Rows.of(
        "evse", unit.id(),
        "kind", unit.rating().direct() ? "DC" : "AC",
        "maxChargeW", unit.rating().maxChargeW(),
        "maxDischargeW", unit.rating().maxDischargeW(),
        "pilot", view.pilot(),
        "contactor", view.contactor(),
        "locked", view.locked(),
        "powerW", view.powerW(),
        "authorisation", view.authorisation(),
        "fault", view.fault().map(f -> f.code() + ": " + f.sentence()).orElse(null),
        "paused", view.paused().isPresent());
  }

  private static Map<String, Object> line(VehicleSwitchboard.Line line) {
    VehiclePeer peer = line.peer();
    return Rows.of(
        "evse", peer.evse(),
        "connection", peer.connection(),
        "protocol", peer.protocol().namespace(),
        "tls", peer.tls().map(VehiclePeer.TlsSession::version).orElse("none"),
        "dialect", line.dialect(),
        "received", line.received(),
        "sent", line.sent());
  }
}
