package io.tidegate.core.control.record;

import com.fasterxml.jackson.databind.util.StdConverter;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.GridConnection;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.Node;
import io.tidegate.api.site.SafetyLimits;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import java.util.List;

/** The site model as plain parts. */
record SiteModelParts(
    String name,
    GridConnection grid,
    List<Node> nodes,
    List<StationSpec> stations,
    List<EvseSpec> evses,
    List<MandateSource> mandateSources,
    SafetyLimits safety) {

  /** Takes a model apart. */
  static final class Take extends StdConverter<SiteModel, SiteModelParts> {
    @Override
    public SiteModelParts convert(SiteModel m) {
      return new SiteModelParts(
          m.name(), m.grid(), m.nodes(), m.stations(), m.evses(), m.mandateSources(), m.safety());
    }
  }

  /** Makes a model of its parts. */
  static final class Make extends StdConverter<SiteModelParts, SiteModel> {
    @Override
    public SiteModel convert(SiteModelParts p) {
      return new SiteModel(
          p.name(), p.grid(), p.nodes(), p.stations(), p.evses(), p.mandateSources(), p.safety());
    }
  }
}
