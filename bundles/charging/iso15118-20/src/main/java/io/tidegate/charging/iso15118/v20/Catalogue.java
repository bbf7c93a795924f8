package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.charging.iso15118.v20.Session.Menu;
import io.tidegate.charging.iso15118.v20.Session.Terms;
import io.tidegate.codec.exi.iso15118.cm.Parameter;
import io.tidegate.codec.exi.iso15118.cm.ParameterSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The services of an EVSE and their parameter sets (§8.4.3), in the order in which the site likes
 * them: Dynamic with the station's own idea of the vehicle's needs first, since then the station
 * owns the setpoint.
 */
final class Catalogue {
  static final int AC = 1;
  static final int DC = 2;
  static final int AC_BPT = 5;
  static final int DC_BPT = 6;

  private static final int SCHEDULED = 1;
  private static final int DYNAMIC = 2;
  private static final int BY_VEHICLE = 1;
  private static final int BY_STATION = 2;

  /** CCS: pins for DC beside those for AC. */
  private static final int EXTENDED = 2;

  private static final int UNIFIED = 1;
  private static final int GRID_FOLLOWING = 1;
  private static final int PASSIVE = 2;

  private Catalogue() {}

  /** Ids of the services; bidirectional ones last. */
  static List<Integer> services(EvseRating rating, Menu menu) {
    int plain = rating.direct() ? DC : AC;
    int both = rating.direct() ? DC_BPT : AC_BPT;
    return menu.bidirectional() ? List.of(plain, both) : List.of(plain);
  }

  /** The sets of a service, their ids from 1. */
  static List<Terms> sets(int service, Menu menu) {
    List<Terms> sets = new ArrayList<>();
    for (int pricing : menu.priced() ? new int[] {1, 2, 0} : new int[] {0}) {
      sets.add(new Terms(service, sets.size() + 1, true, true, pricing));
      sets.add(new Terms(service, sets.size() + 1, true, false, pricing));
      sets.add(new Terms(service, sets.size() + 1, false, false, pricing));
    }
    return sets;
  }

  static ParameterSet parameters(Terms terms, EvseRating rating) {
    List<Parameter> all = new ArrayList<>();
    all.add(number("Connector", terms.direct() ? EXTENDED : rating.phases()));
    all.add(number("ControlMode", terms.dynamic() ? DYNAMIC : SCHEDULED));
    if (!terms.direct()) {
      all.add(number("EVSENominalVoltage", (int) Math.round(rating.nominalV())));
    }
    all.add(number("MobilityNeedsMode", terms.byStation() ? BY_STATION : BY_VEHICLE));
    all.add(number("Pricing", terms.pricing()));
    if (terms.bidirectional()) {
      all.add(number("BPTChannel", UNIFIED));
      all.add(number("GeneratorMode", GRID_FOLLOWING));
      if (!terms.direct()) {
        all.add(number("GridCodeIslandingDetectionMethod", PASSIVE));
      }
    }
    return new ParameterSet(terms.set(), all);
  }

  private static Parameter number(String name, int value) {
    return new Parameter(name, null, null, null, value, null, null);
  }
}
