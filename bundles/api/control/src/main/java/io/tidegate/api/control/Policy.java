package io.tidegate.api.control;

import java.util.List;

/**
 * A control policy: peak shaving, frequency response, price … A bundle of its own, hot-swappable.
 * Its targets are inputs of the loop, so a replay does not need it.
 */
public interface Policy {

  /** Its id; the site file mandates it as {@code policy:<id>}. */
  String id();

  /**
   * All its targets now; they replace its earlier ones. Called by the policy thread after each
   * decision; one that takes longer than 100 ms is skipped for that round and reported, and its
   * targets run out by themselves.
   */
  List<Target> evaluate(SitePicture picture);
}
