package io.tidegate.core.safety;

import io.tidegate.api.control.MandateState;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.site.MandateSource;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Who may have vehicles discharged now: a local source always, an upstream one while its last
 * keep-alive is no older than it may be (S2.8), nobody else.
 */
final class Mandates {
  private final Map<String, Boolean> alive = new HashMap<>();

  Mandates(SitePicture picture) {
    Instant now = picture.at();
    for (MandateState state : picture.mandates()) {
      MandateSource source = state.source();
      double allowedS = source.keepAlive().toSeconds() + source.keepAlive().toNanosPart() * 1e-9;
      alive.put(
          source.id().value(),
          source.kind() == MandateSource.Kind.LOCAL
              || Ages.fresh(state.lastKeepAlive(), now, allowedS));
    }
  }

  boolean alive(String mandate) {
    return mandate != null && alive.getOrDefault(mandate, false);
  }
}
