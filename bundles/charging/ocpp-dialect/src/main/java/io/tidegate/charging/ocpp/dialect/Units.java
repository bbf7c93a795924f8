package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether stations take limits in the unit that the site file says, by their own word. */
record Units(SiteModel model, Makes makes, Shortcomings shortcomings) {
  private static final Logger LOG = LoggerFactory.getLogger(Units.class);

  /** Nothing is said of a station that has not listed its units. */
  void check(Line line) {
    String listed = line.abilities().units();
    if (listed.isEmpty()) {
      return;
    }
    String unit =
        makes
            .of(line.station())
            .limitUnit()
            .or(() -> model.station(line.station()).map(StationSpec::limitUnit))
            .map(Enum::name)
            .orElse("");
    boolean fits = List.of(listed.split("\\s*,\\s*", -1)).contains(unit);
    shortcomings.unit(line.station(), fits);
    if (!fits) {
      LOG.warn(
          "Station {} takes limits in {}; config/site.yaml, field unit says {}",
          line.station(),
          Entrance.printable(listed),
          unit);
    }
  }
}
