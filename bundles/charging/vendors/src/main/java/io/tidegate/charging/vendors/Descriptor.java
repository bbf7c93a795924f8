package io.tidegate.charging.vendors;

import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.StationMake;
import io.tidegate.api.site.StationQuirks;
import io.tidegate.api.site.StationQuirks.ProfileKind;
import io.tidegate.codec.yaml.Problems;
import io.tidegate.codec.yaml.YamlFile;
import io.tidegate.codec.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One quirk: which stations have it, and what it changes. A field that it does not name is left as
 * it is.
 */
final class Descriptor {
  private static final double MOST_AMPS = 80;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private enum Unit {
    ANY,
    W,
    A
  }

  private final Match match;
  private final BiFunction<StationQuirks, YamlMap, StationQuirks> change;
  private final YamlMap fields;
  private final String name;

  private Descriptor(String name, Match match, YamlMap fields) {
    this.name = name;
    this.match = match;
    this.fields = fields;
    change = Descriptor::changed;
  }

  /** Which stations: all that are given must fit. */
  private record Match(Glob vendor, Glob model, Glob firmware, List<String> stations) {
    boolean fits(StationMake make) {
      return vendor.fits(make.vendor())
          && model.fits(make.model())
          && firmware.fits(make.firmware())
          && (stations.isEmpty() || stations.contains(make.station().value()));
    }
  }

  /** Reads a descriptor; empty when something is wrong with it, which {@code problems} says. */
  static Optional<Descriptor> read(byte[] content, Problems problems) {
    Optional<YamlMap> root = YamlFile.read(content, problems);
    if (root.isEmpty()) {
      return Optional.empty();
    }
    YamlMap fields = root.get();
    String name = fields.required("quirk");
    fields.text("source", "");
    Optional<YamlMap> match = fields.map("match");
    if (match.isEmpty()) {
      fields.problem("match", "is missing: vendor, model, firmware or stations");
    }
    Match who =
        match
            .map(Descriptor::match)
            .orElse(new Match(new Glob(""), new Glob(""), new Glob(""), List.of()));
    changed(StationQuirks.NONE, fields);
    fields.done();
    return problems.none() ? Optional.of(new Descriptor(name, who, fields)) : Optional.empty();
  }

  private static Match match(YamlMap map) {
    Match match =
        new Match(
            new Glob(map.text("vendor", "*")),
            new Glob(map.text("model", "*")),
            new Glob(map.text("firmware", "*")),
            map.has("stations") ? map.texts("stations") : List.of());
    if (map.keys().isEmpty()) {
      map.problem("vendor", "is missing, and model, firmware and stations are too");
    }
    map.done();
    return match;
  }

  boolean fits(StationMake make) {
    return match.fits(make);
  }

  /** The quirks with this one on top. */
  StationQuirks onto(StationQuirks before) {
    StationQuirks after = change.apply(before, fields);
    List<String> names = new ArrayList<>(before.names());
    names.add(name);
    return new StationQuirks(
        names,
        after.profileKind(),
        after.limitUnit(),
        after.minLimitA(),
        after.negativeLimit(),
        after.numberPhases(),
        after.meterValues(),
        after.bootsOnReconnect(),
        after.tolerant(),
        after.callSpacing());
  }

  private static StationQuirks changed(StationQuirks base, YamlMap in) {
    Unit unit = in.choice("limitUnit", Unit.class, Unit.ANY);
    return new StationQuirks(
        base.names(),
        in.choice("profileKind", ProfileKind.class, base.profileKind()),
        unit == Unit.ANY ? base.limitUnit() : Optional.of(LimitUnit.valueOf(unit.name())),
        in.number("minLimitA", base.minLimitA(), 0, MOST_AMPS),
        in.flag("negativeLimit", base.negativeLimit()),
        in.flag("numberPhases", base.numberPhases()),
        in.flag("meterValues", base.meterValues()),
        in.flag("bootsOnReconnect", base.bootsOnReconnect()),
        in.flag("tolerant", base.tolerant()),
        in.duration("callSpacing", base.callSpacing(), Duration.ZERO, LONGEST));
  }
}
