package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.security.OcspStatus;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.cm.Authorization;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.cm.ContractCertificateChain;
import io.tidegate.codec.exi.iso15118.cm.PnCAReqAuthorizationMode;
import io.tidegate.codec.exi.iso15118.cm.SubCertificates;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.xmldsig.CanonicalizationMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.DigestMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.Reference;
import io.tidegate.codec.exi.iso15118.xmldsig.Signature;
import io.tidegate.codec.exi.iso15118.xmldsig.SignatureMethod;
import io.tidegate.codec.exi.iso15118.xmldsig.SignatureValue;
import io.tidegate.codec.exi.iso15118.xmldsig.SignedInfo;
import io.tidegate.codec.exi.iso15118.xmldsig.XmldsigExi;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A contract of a vehicle, with a small authority of its own. */
final class Contract {
  /** Of what a signature is made. */
  record Kind(String curve, String method, String digest, String java, String javaDigest) {
    static final Kind P521 =
        new Kind(
            "secp521r1",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
            "http://www.w3.org/2001/04/xmlenc#sha512",
            "SHA512withECDSAinP1363Format",
            "SHA-512");
    static final Kind P256 =
        new Kind(
            "secp256r1",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "SHA256withECDSAinP1363Format",
            "SHA-256");
    static final Kind ED448 =
        new Kind(
            "Ed448",
            "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed448",
            "http://www.w3.org/2001/04/xmlenc#sha512",
            "Ed448",
            "SHA-512");
  }

  private static final Contract GOOD =
      new Contract(Kind.P521, Duration.ofDays(-30), Duration.ofDays(365));

  final Kind kind;
  final KeyPair keys;
  final X509Certificate root;
  final X509Certificate sub;
  final X509Certificate leaf;
  boolean messageSetGrammar;
  boolean reversed;

  Contract(Kind kind, Duration from, Duration until) {
    try {
      this.kind = kind;
      KeyPair rootKeys = keys(kind.curve());
      KeyPair subKeys = keys(kind.curve());
      keys = keys(kind.curve());
      Duration ever = Duration.ofDays(3_650);
      root = certificate("MORoot", rootKeys, "MORoot", rootKeys, true, ever.negated(), ever);
      sub = certificate("MOSub2", subKeys, "MORoot", rootKeys, true, ever.negated(), ever);
      leaf = certificate("DETDGC12345678X", keys, "MOSub2", subKeys, false, from, until);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static Contract good() {
    return new Contract(GOOD);
  }

  /** The same keys and certificates, with switches of its own. */
  private Contract(Contract other) {
    kind = other.kind;
    keys = other.keys;
    root = other.root;
    sub = other.sub;
    leaf = other.leaf;
  }

  private KeyPair keys(String curve) throws Exception {
    if (curve.equals("Ed448")) {
      return KeyPairGenerator.getInstance("Ed448").generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private X509Certificate certificate(
      String name,
      KeyPair subject,
      String issuer,
      KeyPair signer,
      boolean ca,
      Duration from,
      Duration until)
      throws Exception {
    Instant now = VirtualEvse.BEGIN;
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Principal("CN=" + issuer),
            BigInteger.valueOf(Math.abs(name.hashCode())),
            Date.from(now.plus(from)),
            Date.from(now.plus(until)),
            new X500Principal("CN=" + name),
            subject.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    String algorithm = kind.curve().equals("Ed448") ? "Ed448" : "SHA512withECDSA";
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
  }

  /** Its root is trusted, and nobody has heard that it was revoked. */
  void trustedBy(Bench bench) {
    bench.trust = new Trust(List.of(root));
    bench.oracle = question -> CompletableFuture.completedFuture(OcspStatus.Status.GOOD);
  }

  AuthorizationReq request(Ev ev) {
    return request(ev, Ids.challenge(ev.bench.entropy));
  }

  AuthorizationReq request(Ev ev, Bytes challenge) {
    PnCAReqAuthorizationMode mode = mode(challenge);
    Signature signature = sign("id1", CmExi.encodePnCAReqAuthorizationMode(mode));
    return request(ev, mode, signature);
  }

  static AuthorizationReq request(Ev ev, PnCAReqAuthorizationMode mode, Signature signature) {
    MessageHeader header = new MessageHeader(Bytes.ofHex(ev.id), 1_790_000_000L, signature);
    return new AuthorizationReq(header, Authorization.PN_C, null, mode);
  }

  PnCAReqAuthorizationMode mode(Bytes challenge) {
    try {
      Bytes middle = Bytes.of(sub.getEncoded());
      Bytes top = Bytes.of(root.getEncoded());
      return new PnCAReqAuthorizationMode(
          "id1",
          challenge,
          new ContractCertificateChain(
              Bytes.of(leaf.getEncoded()),
              new SubCertificates(reversed ? List.of(top, middle) : List.of(middle))));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  Signature sign(String id, byte[] fragment) {
    try {
      byte[] digest = MessageDigest.getInstance(kind.javaDigest()).digest(fragment);
      SignedInfo info =
          new SignedInfo(
              null,
              new CanonicalizationMethod("http://www.w3.org/TR/canonical-exi/"),
              new SignatureMethod(kind.method(), null),
              List.of(
                  new Reference(
                      null,
                      null,
                      "#" + id,
                      null,
                      new DigestMethod(kind.digest()),
                      Bytes.of(digest))));
      java.security.Signature signer = java.security.Signature.getInstance(kind.java());
      signer.initSign(keys.getPrivate());
      signer.update(
          messageSetGrammar ? CmExi.encodeSignedInfo(info) : XmldsigExi.encodeSignedInfo(info));
      return new Signature(
          null, info, new SignatureValue(null, Bytes.of(signer.sign())), null, List.of());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
