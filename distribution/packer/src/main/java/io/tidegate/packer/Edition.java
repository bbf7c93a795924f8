package io.tidegate.packer;

import io.tidegate.codec.release.Signer;
import java.time.Instant;
import java.util.List;

/**
 * What all packages of a build share.
 *
 * @param version in OSGi's form
 * @param counter rises with each release
 * @param coreCounter least counter of the core that the others go with
 * @param signers whose signatures the packages get; none leaves them unsigned
 */
public record Edition(
    String version, long counter, long coreCounter, Instant expires, List<Signer> signers) {
  public Edition {
    signers = List.copyOf(signers);
  }
}
