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

  /**
   * Reads features as an object with the field {@code features}, each as in a manifest.
   *
   * @throws Refusal {@link Refusal.Code#BAD_ENTRY}
   */
  public static List<FeatureEntry> read(byte[] json) throws Refusal {
    Fields in = new Fields("features", Json.read("features", json));
    List<FeatureEntry> features = ManifestJson.features(in);
    in.end();
    return features;
  }
}
