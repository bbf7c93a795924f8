package io.tidegate.codec.release;

import java.util.Map;

/**
 * The bundle that judges a release where a DeploymentAdmin installs it (OSGi Compendium 114): its
 * customizer. It is in the archive beside the bundles and is none of them.
 *
 * @param processor PID of the resource processor that it registers, which is given {@code
 *     release.json} and its signatures
 * @param contents {@link ContentDigest} of each bundle by its symbolic name: a guard sees what was
 *     installed of a bundle, and not its file
 */
public record GuardEntry(
    String symbolicName,
    String version,
    String file,
    String sha256,
    long length,
    String processor,
    Map<String, String> contents) {
  public GuardEntry {
    contents = Map.copyOf(contents);
  }
}
