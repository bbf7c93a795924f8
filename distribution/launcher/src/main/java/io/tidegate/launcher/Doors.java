package io.tidegate.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a gateway answers from outside.
 *
 * @param container that the gateway runs in
 */
record Doors(Container container) {
  /** Opens the stations' door; a gateway whose feature {@code ocpp} was removed has none. */
  private static final String STATIONS = "io.tidegate.charging.ocpp.transport";

  /** What is missing, a sentence each; nothing once the gateway serves. */
  List<String> closed(Inside.Readiness said) {
    List<String> missing = new ArrayList<>(container.problems());
    boolean stations = container.has(STATIONS);
    if (stations && said.ocpp().isEmpty()) {
      missing.add("no OCPP port is open");
    }
    if (said.http().isEmpty()) {
      missing.add("no HTTP port is open");
    }
    // Knocking costs both sides something, so only when both doors should open.
    if (missing.isEmpty() && stations && !Port.answers(said.ocpp())) {
      missing.add("nothing answers at " + said.ocpp());
    }
    if (missing.isEmpty() && !Port.serves(said.http().get(0) + "healthz")) {
      missing.add("nothing is served yet at " + said.http().get(0));
    }
    return missing;
  }
}
