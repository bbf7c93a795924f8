package io.tidegate.charging.secc;

import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.ClearanceOffice;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clearance offices that count: those of the safety envelope's own bundle. Any other bundle
 * that offers the service is ignored and reported. Thread-safe.
 */
final class Offices {
  static final String TRUSTED = "io.tidegate.core.safety";
  private static final Logger LOG = LoggerFactory.getLogger(Offices.class);

  private final CopyOnWriteArrayList<ClearanceOffice> trusted = new CopyOnWriteArrayList<>();
  private final Map<ClearanceOffice, String> posing = new ConcurrentHashMap<>();
  private final InstantSource clock;

  Offices(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param bundle symbolic name of the bundle that offers it
   */
  void bind(ClearanceOffice office, String bundle) {
    if (bundle.equals(TRUSTED)) {
      trusted.add(office);
    } else {
      posing.put(office, bundle);
      LOG.error(
          "clearance office of bundle {} refused: only {} may clear setpoints", bundle, TRUSTED);
    }
  }

  void unbind(ClearanceOffice office) {
    if (!trusted.remove(office)) {
      posing.remove(office);
    }
  }

  boolean open() {
    return !trusted.isEmpty();
  }

  /** Symbolic names of bundles that pose as an office. */
  List<String> refused() {
    return List.copyOf(posing.values());
  }

  /** True once for a clearance that the safety envelope issued and whose setpoint still holds. */
  boolean redeem(Clearance clearance) {
    for (ClearanceOffice office : trusted) {
      if (office.redeem(clearance, clock.instant())) {
        return true;
      }
    }
    return false;
  }
}
