package io.tidegate.codec.release;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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

  /**
   * Out of an archive's entries by name; those that are no documents of a release are passed over.
   *
   * @throws Refusal {@link Refusal.Code#TRUNCATED} when one is missing
   */
  public static SignedRelease of(Map<String, byte[]> entries) throws Refusal {
    SortedMap<Integer, SignedDocument> roots = new TreeMap<>();
    for (String entry : entries.keySet()) {
      OptionalInt version = Parts.rootVersion(entry);
      if (version.isPresent()) {
        int n = version.getAsInt();
        roots.put(n, signed(entries, Parts.root(n), Parts.rootSignatures(n)));
      }
    }
    Optional<SignedDocument> permit =
        entries.containsKey(Parts.PERMIT)
            ? Optional.of(signed(entries, Parts.PERMIT, Parts.PERMIT_SIGNATURES))
            : Optional.empty();
    SignedDocument manifest =
        entries.containsKey(Parts.SIGNATURES)
            ? signed(entries, Parts.MANIFEST, Parts.SIGNATURES)
            : SignedDocument.unsigned(document(entries, Parts.MANIFEST));
    return new SignedRelease(manifest, roots, permit);
  }

  private static SignedDocument signed(Map<String, byte[]> entries, String name, String signatures)
      throws Refusal {
    return new SignedDocument(document(entries, name), document(entries, signatures));
  }

  private static byte[] document(Map<String, byte[]> entries, String name) throws Refusal {
    byte[] bytes = entries.get(name);
    if (bytes == null) {
      throw new Refusal(Refusal.Code.TRUNCATED, name + " is missing");
    }
    return bytes;
  }

  /** A manifest alone. */
  public static SignedRelease of(SignedDocument manifest) {
    return new SignedRelease(manifest, new TreeMap<>(), Optional.empty());
  }
}
