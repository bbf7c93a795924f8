package io.tidegate.host.kura.driver;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.SiteModel;

/** Names that come from outside. */
final class Names {
  private Names() {}

  /** The EVSE's index in the model; −1 when it has none of that name. */
  static int evse(SiteModel model, String name) {
    try {
      return model.indexOf(new EvseId(name));
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }
}
