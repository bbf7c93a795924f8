package io.tidegate.admin.updates.store;

import java.util.List;
import java.util.Optional;

/**
 * A release as far as it concerns what runs.
 *
 * @param counter of the release; 0 for what came with the distribution
 * @param minCounter no permit leads below it once this one is confirmed
 * @param probationS how long it has to stay healthy, s; 0 for as long as the configuration says
 * @param parts all of its bundles
 */
public record Release(
    String name,
    String version,
    long counter,
    long minCounter,
    int probationS,
    List<Part> parts,
    List<Feature> features) {
  public Release {
    parts = List.copyOf(parts);
    features = List.copyOf(features);
  }

  /**
   * A part of the product that a site may have or not.
   *
   * @param bundles symbolic names
   */
  public record Feature(String name, String summary, boolean fixed, List<String> bundles) {
    public Feature {
      bundles = List.copyOf(bundles);
    }
  }

  /** What came with the distribution, beneath a release of that name. */
  public static Release none(String name) {
    return new Release(name, "", 0, 0, 0, List.of(), List.of());
  }

  /** The bundle of that name. */
  public Optional<Part> part(String symbolicName) {
    return parts.stream().filter(p -> p.symbolicName().equals(symbolicName)).findFirst();
  }
}
