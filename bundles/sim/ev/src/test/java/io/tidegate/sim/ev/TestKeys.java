package io.tidegate.sim.ev;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root, and a chain below it with a key of its own. */
final class TestKeys {
  private static final char[] PASSWORD = "test".toCharArray();
  private final KeyPair root = pair();
  private final X509Certificate anchor = certificate("CN=Root", root, "CN=Root", root, true);
  private final KeyPair leaf = pair();
  private final X509Certificate own;

  TestKeys(String name) throws Exception {
    own = certificate("CN=Root", root, "CN=" + name, leaf, false);
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp521r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(
      String issuer, KeyPair by, String subject, KeyPair of, boolean authority) throws Exception {
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer),
            BigInteger.valueOf(System.nanoTime()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofDays(30))),
            new X500Name(subject),
            of.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA512withECDSA").build(by.getPrivate())));
  }

  Credentials.Held held() {
    return new Credentials.Held(leaf.getPrivate(), List.of(own, anchor));
  }

  KeyPair leaf() {
    return leaf;
  }

  /** Of a vehicle that believes another root. */
  Credentials believing(TestKeys station) {
    return new Credentials(List.of(station.anchor), Optional.of(held()), Optional.empty());
  }

  /** Of a station that demands certificates below another root. */
  SSLContext demanding(TestKeys vehicle) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("own", leaf.getPrivate(), PASSWORD, new X509Certificate[] {own});
    KeyManagerFactory manager = KeyManagerFactory.getInstance("SunX509");
    manager.init(keys, PASSWORD);
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("root", vehicle.anchor);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(manager.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
