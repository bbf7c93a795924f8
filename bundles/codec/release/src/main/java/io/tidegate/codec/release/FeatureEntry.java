package io.tidegate.codec.release;

import java.util.List;

/**
 * A part of the release that a site may have or not.
 *
 * @param name short, e.g. {@code ocpp}
 * @param summary one sentence
 * @param fixed whether it cannot be removed
 * @param bundles symbolic names, all in the release
 */
public record FeatureEntry(String name, String summary, boolean fixed, List<String> bundles) {
  public FeatureEntry {
    bundles = List.copyOf(bundles);
  }
}
