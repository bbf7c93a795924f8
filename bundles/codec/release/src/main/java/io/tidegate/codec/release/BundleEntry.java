package io.tidegate.codec.release;

/**
 * A bundle of a release.
 *
 * @param file its entry in the archive: {@code bundles/NAME.jar}
 * @param sha256 of the jar, 64 small hexadecimal digits
 * @param length bytes
 * @param level start level, 1–100
 */
public record BundleEntry(
    String symbolicName,
    String version,
    String file,
    String sha256,
    long length,
    int level,
    Swap update) {}
