package io.tidegate.core.safety;

import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.Node;
import java.time.Instant;

/** Which nodes' meters speak, and how old the oldest reading is that an EVSE's power is part of. */
final class MeterTimes {
  private final boolean[] fresh;
  private final Instant[] oldest;

  MeterTimes(Topology site, SitePicture picture) {
    fresh = new boolean[site.nodes];
    oldest = new Instant[site.nodes];
    for (int n = 0; n < site.nodes; n++) {
      Node node = site.model.nodes().get(n);
      MeterState meter = node.metered() ? picture.meters().get(node.meter()) : null;
      fresh[n] =
          meter != null
              && Ages.fresh(meter.at(), picture.at(), site.model.safety().meterMaxAgeS())
              && Double.isFinite(meter.reading().powerW());
      Instant above = site.parent[n] >= 0 ? oldest[site.parent[n]] : picture.at();
      oldest[n] = fresh[n] && meter.at().isBefore(above) ? meter.at() : above;
    }
  }

  /** Whether the node's meter speaks. */
  boolean fresh(int n) {
    return fresh[n];
  }

  /** Time of the oldest reading at the node or above it; now where none is metered. */
  Instant oldest(int n) {
    return oldest[n];
  }
}
