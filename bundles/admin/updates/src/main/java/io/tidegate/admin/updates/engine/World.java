package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.engine.Needs.Import;
import io.tidegate.admin.updates.engine.Needs.Need;
import io.tidegate.admin.updates.engine.Needs.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;

/**
 * Bundles wired to each other, on paper: each import to the framework's package, else to the
 * highest version, as Felix does when it resolves all of them anew.
 */
final class World {
  /** A package that somebody exports. */
  private record Export(Offer offer, Space space) {
    Version version() {
      return offer.attributes().get(Constants.VERSION_ATTRIBUTE) instanceof Version version
          ? version
          : Version.emptyVersion;
    }
  }

  private final Map<String, List<Export>> exports = new HashMap<>();
  private final Map<Piece, Space> spaces = new LinkedHashMap<>();

  /**
   * @param pieces all bundles but the framework, those that win among equals first
   * @param offers of the framework
   */
  World(List<Piece> pieces, List<Offer> offers, Space framework, Shelf shelf) {
    Map<Piece, Piece> hosts = hosts(pieces);
    for (Piece piece : pieces) {
      if (!hosts.containsKey(piece)) {
        List<Space.Classes> classes = new ArrayList<>();
        classes.add(name -> shelf.of(piece).bytes(name));
        for (Piece fragment : pieces) {
          if (piece.equals(hosts.get(fragment))) {
            classes.add(name -> shelf.of(fragment).bytes(name));
          }
        }
        spaces.put(piece, new Space(piece.words(), classes, framework));
      }
    }
    hosts.forEach((fragment, host) -> spaces.put(fragment, spaces.get(host)));
    export(offers, framework);
    spaces.forEach((piece, space) -> export(piece.needs().offers(), space));
    spaces.forEach(this::wire);
  }

  private static Map<Piece, Piece> hosts(List<Piece> pieces) {
    Map<Piece, Piece> hosts = new HashMap<>();
    for (Piece piece : pieces) {
      for (Need need : piece.needs().needs()) {
        if (need.namespace().equals(HostNamespace.HOST_NAMESPACE)) {
          pieces.stream()
              .filter(host -> host.needs().offers().stream().anyMatch(need::metBy))
              .findFirst()
              .ifPresent(host -> hosts.put(piece, host));
        }
      }
    }
    hosts.values().removeIf(hosts::containsKey);
    return hosts;
  }

  private void export(List<Offer> offers, Space space) {
    for (Offer offer : offers) {
      if (offer.attributes().get(PackageNamespace.PACKAGE_NAMESPACE) instanceof String name) {
        exports.computeIfAbsent(name, n -> new ArrayList<>()).add(new Export(offer, space));
      }
    }
  }

  private void wire(Piece piece, Space space) {
    for (Import each : piece.needs().imports()) {
      provider(each).ifPresent(provider -> space.wire(each.name(), provider));
    }
    for (Need need : piece.needs().needs()) {
      if (need.namespace().equals(BundleNamespace.BUNDLE_NAMESPACE)) {
        spaces.keySet().stream()
            .filter(other -> other.needs().offers().stream().anyMatch(need::metBy))
            .findFirst()
            .ifPresent(other -> require(space, spaces.get(other)));
      }
    }
  }

  private void require(Space space, Space provider) {
    exports.forEach(
        (name, all) -> {
          if (all.stream().anyMatch(export -> export.space() == provider)) {
            space.require(name, provider);
          }
        });
  }

  private Optional<Space> provider(Import wanted) {
    List<Export> fitting =
        exports.getOrDefault(wanted.name(), List.of()).stream()
            .filter(export -> wanted.need().metBy(export.offer()))
            .toList();
    // the framework's came first, and of equal ones the first stays
    return fitting.stream()
        .filter(export -> export.space().framework())
        .findFirst()
        .or(() -> fitting.stream().reduce((a, b) -> newer(a, b) ? b : a))
        .map(Export::space);
  }

  private static boolean newer(Export a, Export b) {
    return Comparator.comparing(Export::version).compare(a, b) < 0;
  }

  /** That bundle's; a fragment's is its host's. */
  Space space(Piece piece) {
    return spaces.get(piece);
  }

  /** Those from which it sees classes of others, by whatever way. */
  Set<Space> reached(Space from) {
    Set<Space> reached = new HashSet<>();
    List<Space> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      for (Space next : open.remove(open.size() - 1).providers()) {
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }
}
