package io.tidegate.api.control;

import java.util.List;

/**
 * Splits what is asked for over the vehicles: class by class in the order of {@link
 * io.tidegate.api.site.PriorityClass}, in each class first as much as fits, then weighted max-min
 * fair. A pure function: the same arguments give the same bits.
 */
public interface Arbiter {

  /**
   * @param picture the site
   * @param bounds what the envelope allows; no proposal leaves them
   * @param targets all that are in force, commands and policies together
   */
  Allocation allocate(SitePicture picture, Bounds bounds, List<Target> targets);
}
