package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.security.TlsMaterial;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test. */
final class Authority {
  static final char[] PASSWORD = "changeit".toCharArray();
  private static final AtomicLong SERIALS = new AtomicLong(1);

  final X509Certificate certificate;
  private final KeyPair keys;
  private final X500Name name;

  Authority(String cn) throws Exception {
    keys = pair("EC");
    name = new X500Name("CN=" + cn);
    Instant now = Instant.now();
    certificate =
        build(name, keys, true, now.minus(Duration.ofDays(400)), now.plus(Duration.ofDays(400)));
  }

  static KeyPair pair(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else {
      generator.initialize(2048);
    }
    return generator.generateKeyPair();
  }

  private X509Certificate build(
      X500Name subject, KeyPair pair, boolean authority, Instant from, Instant until)
      throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(SERIALS.getAndIncrement()),
            Date.from(from),
            Date.from(until),
            subject,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  /** A key with a certificate of that name, valid from yesterday until then. */
  Holder issue(String subject, String algorithm, Instant until) throws Exception {
    KeyPair pair = pair(algorithm);
    Instant from = until.minus(Duration.ofDays(30));
    return new Holder(
        pair.getPrivate(), build(new X500Name(subject), pair, false, from, until), this);
  }

  Holder issue(String subject) throws Exception {
    return issue(subject, "EC", Instant.now().plus(Duration.ofDays(10)));
  }

  record Holder(PrivateKey key, X509Certificate certificate, Authority issuer) {}

  static KeyStore store(Holder... holders) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < holders.length; i++) {
      X509Certificate[] chain = {holders[i].certificate, holders[i].issuer.certificate};
      store.setKeyEntry("key" + i, holders[i].key, PASSWORD, chain);
    }
    return store;
  }

  static TlsMaterial material(long version, List<X509Certificate> trusted, Holder... holders)
      throws Exception {
    return FakeRing.of(version, store(holders), PASSWORD, trusted);
  }
}
