package io.tidegate.admin.updates.store;

/**
 * A bundle of a release.
 *
 * @param version of the bundle, as its manifest has it
 * @param sha256 64 hexadecimal digits of its jar
 * @param level start level
 */
public record Part(String symbolicName, String version, String sha256, int level, Kind kind) {}
