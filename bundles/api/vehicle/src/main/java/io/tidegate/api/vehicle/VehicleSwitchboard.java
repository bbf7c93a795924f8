package io.tidegate.api.vehicle;

import io.tidegate.api.quantity.EvseId;
import java.util.List;

/** The transport's view of its doors and lines, for operators and tests. Any thread. */
public interface VehicleSwitchboard {

  List<Door> doors();

  List<Line> lines();

  /**
   * Where vehicles at an EVSE are listened for.
   *
   * @param iface network interface
   * @param sdpPort UDP port that is listened on; 0 while it is not
   * @param port TCP port that is listened on; 0 while it is not
   * @param fault one sentence while something is wrong, else empty
   */
  record Door(EvseId evse, String iface, int sdpPort, int port, String fault) {}

  /**
   * A connection.
   *
   * @param dialect symbolic name and version of the bundle that speaks on it; empty while none does
   */
  record Line(VehiclePeer peer, String dialect, long received, long sent) {}
}
