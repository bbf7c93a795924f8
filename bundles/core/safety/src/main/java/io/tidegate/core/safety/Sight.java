package io.tidegate.core.safety;

import io.tidegate.api.control.SafetyState.EvseMemory;
import io.tidegate.api.control.SitePicture;
import java.util.List;

/**
 * What both halves of a decision read from its picture: made in the first, used again in the
 * second. Follows from its picture alone, so making it anew changes nothing.
 */
final class Sight {
  private final Topology site;
  private final SitePicture picture;
  private final Reach reach;
  private final Motion motion;
  private List<EvseMemory> memory = List.of();
  private Excess excess;

  Sight(Topology site, SitePicture picture) {
    this.site = site;
    this.picture = picture;
    reach = new Reach(site, picture);
    motion = new Motion(site, picture, reach, new MeterTimes(site, picture));
  }

  Topology site() {
    return site;
  }

  SitePicture picture() {
    return picture;
  }

  Reach reach() {
    return reach;
  }

  Motion motion() {
    return motion;
  }

  /** With regard to this memory of moves. */
  @SuppressWarnings("ReferenceEquality") // another list means that it is made again, never less
  Excess excess(List<EvseMemory> moves) {
    if (excess == null || memory != moves) {
      excess = new Excess(site, moves, reach, motion);
      memory = moves;
    }
    return excess;
  }
}
