package io.tidegate.admin.pki.tool;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;

/** Kinds of keys that ISO 15118 uses. */
public enum Curve {
  /** ISO 15118-2. */
  P256("SHA256withECDSA"),
  /** ISO 15118-20. */
  P521("SHA512withECDSA"),
  /** ISO 15118-20. */
  ED448("Ed448");

  private final String signature;

  Curve(String signature) {
    this.signature = signature;
  }

  /** How Java names its signatures. */
  String signature() {
    return signature;
  }

  /** A fresh pair of keys. */
  public KeyPair pair() throws GeneralSecurityException {
    if (this == ED448) {
      return KeyPairGenerator.getInstance("Ed448").generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(this == P256 ? "secp256r1" : "secp521r1"));
    return generator.generateKeyPair();
  }

  /** Empty for keys that vehicles have no use for. */
  static Optional<Curve> of(PublicKey key) {
    if (key instanceof ECPublicKey curve) {
      return switch (curve.getParams().getCurve().getField().getFieldSize()) {
        case 256 -> Optional.of(P256);
        case 521 -> Optional.of(P521);
        default -> Optional.empty();
      };
    }
    return key instanceof java.security.interfaces.EdECPublicKey edwards
            && edwards.getParams().getName().equals("Ed448")
        ? Optional.of(ED448)
        : Optional.empty();
  }
}
