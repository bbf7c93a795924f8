package io.tidegate.core.site;

import static io.tidegate.core.site.Units.MAX_AMPS;
import static io.tidegate.core.site.Units.MAX_KW;
import static io.tidegate.core.site.Units.kw;
import static io.tidegate.core.site.Units.watts;

import io.tidegate.api.site.GridConnection;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.NodeKind;
import io.tidegate.codec.yaml.Nearest;
import io.tidegate.codec.yaml.YamlMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The section {@code nodes} and the root that the grid section gives. */
final class NodeSection {
  static final String ROOT = "grid";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,47}");

  private final List<Node> nodes = new ArrayList<>();
  private final List<Optional<YamlMap>> sources = new ArrayList<>();
  private final Map<String, Integer> index = new HashMap<>();
  private final Map<String, String> meters = new HashMap<>();

  void root(Optional<YamlMap> source, GridConnection grid, double designLoadW, String meter) {
    // the caps differ by direction; as a node's rating stands the wider of them
    double rating = Math.max(grid.importCapW(), grid.exportCapW());
    double phase = Math.max(grid.importCapPhaseW(), grid.exportCapPhaseW());
    Node root =
        new Node(ROOT, NodeKind.GRID, -1, rating, phase, designLoadW, meter, "", Optional.empty());
    add(root, source);
  }

  void read(List<YamlMap> maps, double volts) {
    for (YamlMap map : maps) {
      readNode(map, volts);
    }
    sumDesignLoads();
  }

  private void readNode(YamlMap map, double volts) {
    String id = map.required("id");
    NodeKind kind = map.choice("kind", NodeKind.class, null);
    if (kind == NodeKind.GRID && map.has("kind")) {
      map.problem("kind", "must be transformer or feeder: the grid connection is there already");
    }
    int parent = parent(map);
    double rating = watts(map.number("ratingKw", Double.POSITIVE_INFINITY, 0, MAX_KW));
    double phase = map.number("phaseRatingA", Double.POSITIVE_INFINITY, 0, MAX_AMPS) * volts;
    double design = watts(map.number("designLoadKw", Double.NaN, 0, MAX_KW));
    String meter = map.text("meter", "");
    String sensor = map.text("temperatureSensor", "");
    Optional<YamlMap> thermal = map.map("thermal");
    if (kind != NodeKind.TRANSFORMER && (thermal.isPresent() || !sensor.isEmpty())) {
      map.problem(
          thermal.isPresent() ? "thermal" : "temperatureSensor", "is for transformers only");
    }
    if (thermal.isPresent() && Double.isInfinite(rating)) {
      map.problem("ratingKw", "is missing: the thermal model needs it");
    }
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      map.problem("id", "must match " + ID);
    } else if (index.containsKey(id)) {
      map.problem("id", "\"" + id + "\" is listed twice");
    }
    Node node =
        new Node(
            id,
            kind,
            parent,
            rating,
            phase,
            design,
            meter,
            sensor,
            thermal.map(ThermalSection::read));
    map.done();
    add(node, Optional.of(map));
  }

  private int parent(YamlMap map) {
    String parent = map.text("parent", ROOT);
    Integer found = index.get(parent);
    if (found == null) {
      String near = Nearest.to(parent, index.keySet());
      map.problem(
          "parent",
          "\""
              + parent
              + "\" is no node above this one"
              + (near.isEmpty() ? "" : ", did you mean " + near + "?"));
      return 0;
    }
    return found;
  }

  private void add(Node node, Optional<YamlMap> source) {
    index.putIfAbsent(node.id(), nodes.size());
    nodes.add(node);
    sources.add(source);
    if (node.metered()) {
      String other = meters.putIfAbsent(node.meter(), node.id());
      if (other != null) {
        source.ifPresent(
            map -> map.problem("meter", "\"" + node.meter() + "\" already measures node " + other));
      }
    }
  }

  /** A node's design load includes its children's; where none is given it is their sum. */
  private void sumDesignLoads() {
    double[] children = new double[nodes.size()];
    for (int n = nodes.size() - 1; n >= 0; n--) {
      Node node = nodes.get(n);
      double design = node.designLoadW();
      if (Double.isNaN(design)) {
        design = children[n];
      } else if (design < children[n]) {
        String key = n == 0 ? "buildingDesignLoadKw" : "designLoadKw";
        String sentence =
            "is less than the design loads of the nodes below, " + kw(children[n]) + " together";
        sources.get(n).ifPresent(map -> map.problem(key, sentence));
      }
      nodes.set(
          n,
          new Node(
              node.id(),
              node.kind(),
              node.parent(),
              node.ratingW(),
              node.phaseRatingW(),
              design,
              node.meter(),
              node.temperatureSensor(),
              node.thermal()));
      if (n > 0) {
        children[node.parent()] += design;
      }
    }
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Where the node stands in the file, for sentences about it. */
  Optional<YamlMap> source(int node) {
    return sources.get(node);
  }

  /** The node's index, or −1. */
  int indexOf(String id) {
    return index.getOrDefault(id, -1);
  }

  /** The id that was probably meant, or an empty text. */
  String nearest(String id) {
    return Nearest.to(id, index.keySet());
  }
}
