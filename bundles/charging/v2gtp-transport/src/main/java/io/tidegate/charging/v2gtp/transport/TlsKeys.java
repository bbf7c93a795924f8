package io.tidegate.charging.v2gtp.transport;

import io.tidegate.charging.v2gtp.transport.TransportConfig.Profile;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Keys, chains and trust that new handshakes use. Immutable.
 *
 * @param chains in order of preference
 * @param trust whom vehicles' certificates lead to
 */
record TlsKeys(List<Chain> chains, VehicleTrust trust, Profile profile, BcTlsCrypto crypto) {
  TlsKeys {
    chains = List.copyOf(chains);
  }

  /** A kind of key with the one way in which TLS signs with it. */
  enum Kind {
    P256(SignatureScheme.ecdsa_secp256r1_sha256, "SHA256withECDSA"),
    P384(SignatureScheme.ecdsa_secp384r1_sha384, "SHA384withECDSA"),
    P521(SignatureScheme.ecdsa_secp521r1_sha512, "SHA512withECDSA"),
    ED448(SignatureScheme.ed448, "EdDSA");

    final int scheme;
    final String algorithm;

    Kind(int scheme, String algorithm) {
      this.scheme = scheme;
      this.algorithm = algorithm;
    }

    /** Empty for keys that vehicles have no use for. */
    static Optional<Kind> of(X509Certificate certificate) {
      if (certificate.getPublicKey() instanceof EdECPublicKey edwards) {
        return edwards.getParams().getName().equals("Ed448")
            ? Optional.of(ED448)
            : Optional.empty();
      }
      if (certificate.getPublicKey() instanceof ECPublicKey curve) {
        return switch (curve.getParams().getCurve().getField().getFieldSize()) {
          case 256 -> Optional.of(P256);
          case 384 -> Optional.of(P384);
          case 521 -> Optional.of(P521);
          default -> Optional.empty();
        };
      }
      return Optional.empty();
    }

    /** What a profile lets sign in TLS 1.3 (ISO 15118-20: P-521 and Ed448). */
    static List<Kind> modern(Profile profile) {
      return profile == Profile.STRICT ? List.of(P521, ED448) : List.of(P521, ED448, P256, P384);
    }
  }

  /**
   * One of our own chains.
   *
   * @param source file or token
   * @param certificates the SECC's first, without the root
   * @param staples OCSP responses in DER, one a certificate; empty where there is none
   */
  record Chain(
      String source,
      PrivateKey key,
      List<X509Certificate> certificates,
      Kind kind,
      List<Optional<byte[]>> staples) {
    Chain {
      certificates = List.copyOf(certificates);
      staples = List.copyOf(staples);
    }

    X509Certificate leaf() {
      return certificates.get(0);
    }

    /** Whether one of these authorities stands above the SECC's certificate. */
    boolean under(List<? extends Principal> authorities) {
      return certificates.stream().anyMatch(c -> authorities.contains(c.getIssuerX500Principal()));
    }
  }
}
