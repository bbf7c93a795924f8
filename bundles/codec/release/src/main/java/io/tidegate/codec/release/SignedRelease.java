package io.tidegate.codec.release;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The documents of a release, as they are in its archive; nothing of it is believed yet.
 *
 * @param manifest {@code release.json} and its signatures
 * @param roots newer roots, by version
 */
public record SignedRelease(
    SignedDocument manifest,
    SortedMap<Integer, SignedDocument> roots,
    Optional<SignedDocument> permit) {
  public SignedRelease {
    roots = new TreeMap<>(roots);
  }

  /** A manifest alone. */
  public static SignedRelease of(SignedDocument manifest) {
    return new SignedRelease(manifest, new TreeMap<>(), Optional.empty());
  }
}
