package io.tidegate.api.update;

import java.util.List;

/**
 * Which features run: parts of the product that a site may have or not. What is installed here
 * stays over restarts. A service; any thread.
 */
public interface FeatureDesk {

  /** All that are known, by name. */
  List<Feature> features();

  /**
   * Installs what the feature needs and is not there yet. The order's id is made up.
   *
   * @throws UpdateRefusedException {@link UpdateCode#BUSY}; {@link UpdateCode#UNKNOWN_ORDER} for a
   *     feature that is not known
   */
  UpdateView install(String feature) throws UpdateRefusedException;

  /**
   * Removes the bundles that no other feature needs.
   *
   * @throws UpdateRefusedException as above; {@link UpdateCode#TOO_LATE} for one that cannot be
   *     removed (the platform, the core, another version of the product's own) or that others need;
   *     {@link UpdateCode#MIXED} while another release in force needs the one that it comes with
   */
  UpdateView remove(String feature) throws UpdateRefusedException;

  /**
   * A feature.
   *
   * @param name short, e.g. {@code ocpp}
   * @param summary one sentence
   * @param release name of the release that it comes with; empty for the distribution's own
   * @param installed whether its bundles are there
   * @param fixed whether it cannot be removed
   * @param bundles symbolic names of its own, without what they need beside
   */
  record Feature(
      String name,
      String summary,
      String release,
      boolean installed,
      boolean fixed,
      List<String> bundles) {
    public Feature {
      bundles = List.copyOf(bundles);
    }
  }
}
