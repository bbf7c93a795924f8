package io.tidegate.api.operation;

/**
 * The whole-system report for support (S3.7): versions, bundles, components, health, clock,
 * journal, disk, sockets, stations, sessions, last decisions and errors. Holds no secret; id tokens
 * are pseudonyms. A service of {@code admin/diagnostics}; any thread; reads files, so it may block
 * for some 100 ms.
 */
public interface Diagnosis {
  /** For people. */
  String text();

  /** The same as a JSON object. */
  String json();
}
