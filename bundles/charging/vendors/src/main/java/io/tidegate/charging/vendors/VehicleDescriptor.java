package io.tidegate.charging.vendors;

import io.tidegate.api.vehicle.VehicleQuirkBook.VehicleMake;
import io.tidegate.api.vehicle.VehicleQuirks;
import io.tidegate.codec.yaml.Problems;
import io.tidegate.codec.yaml.YamlFile;
import io.tidegate.codec.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One quirk: which vehicles have it, and what it changes. A field that it does not name is left as
 * it is.
 */
final class VehicleDescriptor {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final String name;
  private final Match match;
  private final YamlMap fields;

  private VehicleDescriptor(String name, Match match, YamlMap fields) {
    this.name = name;
    this.match = match;
    this.fields = fields;
  }

  /** Which vehicles: all that are given must fit. */
  private record Match(Glob evccId, Glob namespace, Glob certificate) {
    static final Match NONE = new Match(new Glob(""), new Glob(""), new Glob(""));

    boolean fits(VehicleMake make) {
      return evccId.fits(make.evccId())
          && offers(make.namespaces())
          && certificate.fits(make.certificateSubject());
    }

    private boolean offers(List<String> namespaces) {
      return namespaces.isEmpty()
          ? namespace.fits("")
          : namespaces.stream().anyMatch(namespace::fits);
    }
  }

  /** Reads a descriptor; empty when something is wrong with it, which {@code problems} says. */
  static Optional<VehicleDescriptor> read(byte[] content, Problems problems) {
    Optional<YamlMap> root = YamlFile.read(content, problems);
    if (root.isEmpty()) {
      return Optional.empty();
    }
    YamlMap fields = root.get();
    String name = fields.required("quirk");
    fields.text("source", "");
    Optional<YamlMap> match = fields.map("match");
    if (match.isEmpty()) {
      fields.problem("match", "is missing: evccId, namespace or certificate");
    }
    Match who = match.map(VehicleDescriptor::match).orElse(Match.NONE);
    changed(VehicleQuirks.NONE, List.of(), fields);
    fields.done();
    return problems.none()
        ? Optional.of(new VehicleDescriptor(name, who, fields))
        : Optional.empty();
  }

  private static Match match(YamlMap map) {
    Match match =
        new Match(
            new Glob(map.text("evccId", "*")),
            new Glob(map.text("namespace", "*")),
            new Glob(map.text("certificate", "*")));
    if (map.keys().isEmpty()) {
      map.problem("evccId", "is missing, and namespace and certificate are too");
    }
    map.done();
    return match;
  }

  boolean fits(VehicleMake make) {
    return match.fits(make);
  }

  /** The quirks with this one on top. */
  VehicleQuirks onto(VehicleQuirks before) {
    List<String> names = new ArrayList<>(before.names());
    names.add(name);
    return changed(before, names, fields);
  }

  private static VehicleQuirks changed(VehicleQuirks base, List<String> names, YamlMap in) {
    return new VehicleQuirks(
        names,
        in.flag("negativeDischargeLimits", base.negativeDischargeLimits()),
        in.flag("positiveDischargeCurrent", base.positiveDischargeCurrent()),
        in.flag("wideNumbers", base.wideNumbers()),
        in.flag("emptySessionId", base.emptySessionId()),
        in.duration("loopGrace", base.loopGrace(), Duration.ZERO, LONGEST),
        in.flag("legacyDischarge", base.legacyDischarge()));
  }
}
