package io.tidegate.codec.release;

import java.util.List;

/**
 * A release that is believed.
 *
 * @param roots with those that it brought; to be kept
 * @param signers ids of the keys that signed it
 * @param downgrade whether it was let in by its permit
 */
public record VerifiedRelease(
    Manifest manifest,
    SignedRelease documents,
    RootChain roots,
    List<String> signers,
    boolean downgrade) {
  public VerifiedRelease {
    signers = List.copyOf(signers);
  }
}
