package io.tidegate.admin.updates.store;

/**
 * One bundle that gives way to another one.
 *
 * @param from location of the bundle that goes; empty when there is none
 * @param to location of the bundle that comes; empty when there is none
 * @param level start level of the one that comes
 */
public record Change(String symbolicName, String from, String to, int level, Kind kind) {}
