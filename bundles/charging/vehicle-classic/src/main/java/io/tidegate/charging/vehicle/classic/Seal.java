package io.tidegate.charging.vehicle.classic;

import io.tidegate.codec.exi.iso15118.Bytes;
import java.util.List;

/**
 * An XML signature over a message as far as it is needed to check it; made only of messages that
 * are to be signed, so that what other messages carry is nobody's concern.
 *
 * @param id of the element that is to be signed; empty: it has none
 * @param fragment that element, as EXI fragment
 * @param canonical algorithm of canonicalisation
 * @param algorithm of the signature
 * @param signed SignedInfo, as fragment of the grammar of the signature schema alone
 * @param value r and s side by side
 */
public record Seal(
    String id,
    Bytes fragment,
    String canonical,
    String algorithm,
    Bytes signed,
    Bytes value,
    List<Reference> references) {
  public Seal {
    references = List.copyOf(references);
  }

  /** What is signed: an element, and its digest. */
  public record Reference(String uri, String algorithm, Bytes digest) {}
}
