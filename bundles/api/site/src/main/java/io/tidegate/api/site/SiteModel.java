package io.tidegate.api.site;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole site. Published as a service by the site loader after validation; EVSEs and nodes are
 * addressed by their index in the lists below wherever speed matters.
 */
public final class SiteModel {
  private final String name;
  private final GridConnection grid;
  private final List<Node> nodes;
  private final List<StationSpec> stations;
  private final List<EvseSpec> evses;
  private final List<MandateSource> mandateSources;
  private final SafetyLimits safety;
  private final Map<EvseId, Integer> evseIndex = new HashMap<>();
  private final Map<StationId, StationSpec> stationIndex = new HashMap<>();
  private final Map<StationId, List<EvseSpec>> evsesOfStation = new HashMap<>();
  private final Map<String, Integer> nodeIndex = new HashMap<>();

  /**
   * Lists are copied; ids must be unique and nodes listed parents first, else {@link
   * IllegalArgumentException}.
   */
  public SiteModel(
      String name,
      GridConnection grid,
      List<Node> nodes,
      List<StationSpec> stations,
      List<EvseSpec> evses,
      List<MandateSource> mandateSources,
      SafetyLimits safety) {
    this.name = name;
    this.grid = grid;
    this.nodes = List.copyOf(nodes);
    this.stations = List.copyOf(stations);
    this.evses = List.copyOf(evses);
    this.mandateSources = List.copyOf(mandateSources);
    this.safety = safety;
    for (int n = 0; n < this.nodes.size(); n++) {
      Node node = this.nodes.get(n);
      if (node.parent() >= n || (n == 0) != (node.parent() == -1)) {
        throw new IllegalArgumentException("node " + node.id() + " must come after its parent");
      }
      unique(nodeIndex.put(node.id(), n), "node", node.id());
    }
    for (StationSpec station : this.stations) {
      unique(stationIndex.put(station.id(), station), "station", station.id().value());
    }
    for (int i = 0; i < this.evses.size(); i++) {
      EvseSpec evse = this.evses.get(i);
      unique(evseIndex.put(evse.id(), i), "EVSE", evse.id().value());
      if (evse.node() < 0 || evse.node() >= this.nodes.size()) {
        throw new IllegalArgumentException("EVSE " + evse.id() + " hangs on no node");
      }
      if (!stationIndex.containsKey(evse.station())) {
        throw new IllegalArgumentException("EVSE " + evse.id() + " belongs to no station");
      }
      evsesOfStation.computeIfAbsent(evse.station(), s -> new ArrayList<>(1)).add(evse);
    }
    evsesOfStation.replaceAll((station, list) -> List.copyOf(list));
  }

  private static void unique(Object previous, String kind, String id) {
    if (previous != null) {
      throw new IllegalArgumentException(kind + " " + id + " is listed twice");
    }
  }

  public String name() {
    return name;
  }

  public GridConnection grid() {
    return grid;
  }

  /** Parents before children; index 0 is the grid connection. */
  public List<Node> nodes() {
    return nodes;
  }

  public List<StationSpec> stations() {
    return stations;
  }

  public List<EvseSpec> evses() {
    return evses;
  }

  public List<MandateSource> mandateSources() {
    return mandateSources;
  }

  public SafetyLimits safety() {
    return safety;
  }

  /** The EVSE's index in {@link #evses()}, or −1. */
  public int indexOf(EvseId id) {
    return evseIndex.getOrDefault(id, -1);
  }

  /** The node's index in {@link #nodes()}, or −1. */
  public int nodeIndexOf(String id) {
    return nodeIndex.getOrDefault(id, -1);
  }

  public Optional<StationSpec> station(StationId id) {
    return Optional.ofNullable(stationIndex.get(id));
  }

  /** The EVSEs of that station, in the order of {@link #evses()}. */
  public List<EvseSpec> evsesOf(StationId station) {
    return evsesOfStation.getOrDefault(station, List.of());
  }

  /** The EVSE with that number of that station. */
  public Optional<EvseSpec> evse(StationId station, int number) {
    return evsesOf(station).stream().filter(e -> e.number() == number).findFirst();
  }

  public Optional<MandateSource> mandateSource(String id) {
    return mandateSources.stream().filter(m -> m.id().value().equals(id)).findFirst();
  }
}
