package io.tidegate.codec.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a release is: {@code release.json}. It is the complete set of its name: bundles of the
 * release of that name before it that are not in it are removed.
 *
 * @param name of the product or of an addition to it; 1–64 small letters, digits, {@code . -}
 * @param product that it is for
 * @param version for people, in the form of OSGi
 * @param counter rises with each release of that name; 1–2^53-1
 * @param minCounter once this release is confirmed no permit leads below that counter; 0 for none
 * @param expires when it is too old to be installed; it runs on when it is
 */
public record Manifest(
    String name,
    String product,
    String version,
    long counter,
    long minCounter,
    Instant expires,
    Requires requires,
    List<BundleEntry> bundles,
    List<FeatureEntry> features,
    Health health,
    Optional<GuardEntry> guard) {
  public Manifest {
    bundles = List.copyOf(bundles);
    features = List.copyOf(features);
  }

  /**
   * Reads a manifest; who signed it is asked elsewhere.
   *
   * @throws Refusal {@link Refusal.Code#BAD_ENTRY}
   */
  public static Manifest read(byte[] json) throws Refusal {
    return ManifestJson.read(json);
  }

  /**
   * The same manifest, the same bytes.
   *
   * @throws Refusal {@link Refusal.Code#BAD_ENTRY} for one that nobody could read
   */
  public byte[] write() throws Refusal {
    byte[] json = ManifestJson.write(this);
    ManifestJson.read(json);
    return json;
  }
}
