package io.tidegate.codec.release;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Base64;

/** Signs documents with a key of Ed25519. */
public final class Signer {
  private final KeyPair pair;
  private final VerifyingKey key;

  public Signer(KeyPair pair) {
    this.pair = pair;
    this.key = VerifyingKey.of(pair.getPublic());
  }

  public VerifyingKey key() {
    return key;
  }

  /**
   * The document with a signature more; one by the same key is replaced.
   *
   * @throws Refusal {@link Refusal.Code#BAD_ENTRY} when what is there are no signatures
   */
  public SignedDocument sign(Purpose purpose, SignedDocument document) throws Refusal {
    Signatures signatures = Signatures.read(document.signatures());
    Signatures more = signatures.with(sign(purpose, document.bytes()));
    return new SignedDocument(document.bytes(), more.write());
  }

  Signatures.One sign(Purpose purpose, byte[] document) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(pair.getPrivate());
      ed25519.update(purpose.message(document));
      return new Signatures.One(key.id(), Base64.getEncoder().encodeToString(ed25519.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no key of Ed25519", e);
    }
  }
}
