package io.tidegate.api.site;

import java.util.Optional;

/**
 * A node of the supply tree. Nodes are listed parents first; node 0 is the grid connection.
 *
 * @param id unique in the site
 * @param kind grid connection, transformer or feeder
 * @param parent index of the parent in {@link SiteModel#nodes()}, −1 for the root
 * @param ratingW total rating in either direction, W; infinite where only the parent limits
 * @param phaseRatingW rating of each phase, W; infinite where none is given
 * @param designLoadW highest load at this node that is no EVSE of ours (the building), W, ≥ 0, its
 *     children's included
 * @param meter name of the meter that measures this node's power, empty when the design load stands
 *     for it
 * @param temperatureSensor name of the sensor of the transformer's top oil or hot spot, empty when
 *     it is modelled
 * @param thermal thermal constants of a transformer, empty where heat does not limit
 */
public record Node(
    String id,
    NodeKind kind,
    int parent,
    double ratingW,
    double phaseRatingW,
    double designLoadW,
    String meter,
    String temperatureSensor,
    Optional<TransformerThermal> thermal) {
  public boolean metered() {
    return !meter.isEmpty();
  }
}
