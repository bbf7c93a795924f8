package io.tidegate.codec.release;

import java.util.List;

/**
 * What a release needs.
 *
 * @param java least feature version
 * @param platforms e.g. {@code linux/amd64}; empty for any
 * @param hardwareProfiles names of gateway models; empty for any
 * @param releases that have to be in force beside it, or before it when the name is its own
 */
public record Requires(
    int java, List<String> platforms, List<String> hardwareProfiles, List<ReleaseRange> releases) {
  /** Java 17 and nothing else. */
  public static final Requires NOTHING = new Requires(17, List.of(), List.of(), List.of());

  public Requires {
    platforms = List.copyOf(platforms);
    hardwareProfiles = List.copyOf(hardwareProfiles);
    releases = List.copyOf(releases);
  }
}
