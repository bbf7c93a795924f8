package io.tidegate.codec.release;

/**
 * The bundle that judges a release where a DeploymentAdmin installs it (OSGi Compendium 114): its
 * customizer. It is in the archive beside the bundles and is none of them.
 *
 * @param processor PID of the resource processor that it registers, which is given {@code
 *     release.json} and its signatures
 */
public record GuardEntry(
    String symbolicName,
    String version,
    String file,
    String sha256,
    long length,
    String processor) {}
